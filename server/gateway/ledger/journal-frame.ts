import { crc32 } from "node:zlib";

/** Length of the JSON (4 bytes, big endian), then its CRC-32 (4 bytes), then the JSON. */
export const FRAME_HEADER_BYTES = 8;

/** No honest record is larger; a longer length is damage. */
const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;

/** Every record's JSON begins so, which lets a reader find the next frame behind damage. */
const PAYLOAD_START = Buffer.from('{"kind":"');

/** Writes one frame into `target` at `offset`, which must have room for `FRAME_HEADER_BYTES` + 3 bytes per character; returns the offset behind it. */
export function writeFrame(target: Buffer, offset: number, json: string): number {
  const start = offset + FRAME_HEADER_BYTES;
  const length = target.write(json, start, "utf8");
  target.writeUInt32BE(length, offset);
  target.writeUInt32BE(crc32(target.subarray(start, start + length)), offset + 4);
  return start + length;
}

/** Each intact payload in `bytes`, in order. Damage is skipped up to the next intact frame and reported once per stretch. */
export function* readFrames(bytes: Buffer, onCorrupt: () => void): Generator<string> {
  for (let frame = nextFrame(bytes, 0, onCorrupt); frame; frame = nextFrame(bytes, frame.end, onCorrupt))
    yield bytes.toString("utf8", frame.start, frame.end);
}

/** Where the payload of the next intact frame at or behind `offset` begins and ends. */
export function nextFrame(
  bytes: Buffer,
  offset: number,
  onCorrupt: () => void,
): { start: number; end: number } | undefined {
  if (offset >= bytes.length) return undefined;
  const end = endOfFrame(bytes, offset);
  if (end !== undefined) return { start: offset + FRAME_HEADER_BYTES, end };
  onCorrupt();
  const next = findFrame(bytes, offset + 1);
  return next === undefined ? undefined : nextFrame(bytes, next, onCorrupt);
}

function endOfFrame(bytes: Buffer, offset: number): number | undefined {
  const start = offset + FRAME_HEADER_BYTES;
  if (start > bytes.length) return undefined;
  const length = bytes.readUInt32BE(offset);
  const end = start + length;
  if (length === 0 || length > MAX_PAYLOAD_BYTES || end > bytes.length) return undefined;
  return crc32(bytes.subarray(start, end)) === bytes.readUInt32BE(offset + 4) ? end : undefined;
}

function findFrame(bytes: Buffer, from: number): number | undefined {
  let payload = bytes.indexOf(PAYLOAD_START, from + FRAME_HEADER_BYTES);
  while (payload !== -1) {
    if (endOfFrame(bytes, payload - FRAME_HEADER_BYTES) !== undefined) return payload - FRAME_HEADER_BYTES;
    payload = bytes.indexOf(PAYLOAD_START, payload + 1);
  }
  return undefined;
}
