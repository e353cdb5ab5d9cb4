export const SAMPLES_PER_SECOND = 16_000;
const HEADER_BYTES = 44;

/** A soft 440 Hz tone as mono 16-bit PCM samples. */
export function toneSamples(durationMs: number): Buffer {
  const count = Math.round((SAMPLES_PER_SECOND * durationMs) / 1000);
  const samples = Buffer.alloc(count * 2);
  for (let i = 0; i < count; i++)
    samples.writeInt16LE(Math.round(6000 * Math.sin((2 * Math.PI * 440 * i) / SAMPLES_PER_SECOND)), i * 2);
  return samples;
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
