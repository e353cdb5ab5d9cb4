const SAMPLE_RATE = 16_000;
const HEADER_BYTES = 44;

/** A soft 440 Hz tone as mono 16-bit PCM samples. */
export function toneSamples(durationMs: number): Buffer {
  const count = Math.round((SAMPLE_RATE * durationMs) / 1000);
  const samples = Buffer.alloc(count * 2);
  for (let i = 0; i < count; i++)
    samples.writeInt16LE(Math.round(6000 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE)), i * 2);
  return samples;
}

/** The samples in a RIFF/WAVE file. */
export function wavFile(samples: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("RIFF", 0);
  header.writeUInt32LE(HEADER_BYTES - 8 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** How long a WAV file plays by its own header; undefined for any other file. */
export function wavDurationMs(file: Buffer): number | undefined {
  if (
    file.length < HEADER_BYTES ||
    file.toString("latin1", 0, 4) !== "RIFF" ||
    file.toString("latin1", 8, 12) !== "WAVE"
  )
    return undefined;
  const bytesPerSecond = file.readUInt32LE(28);
  return bytesPerSecond === 0 ? undefined : Math.round(((file.length - HEADER_BYTES) * 1000) / bytesPerSecond);
}
