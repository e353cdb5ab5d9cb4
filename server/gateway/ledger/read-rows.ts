import { open } from "node:fs/promises";
import { nextFrame } from "./journal-frame";
import { findRow } from "./ledger-row";
import { PackedRows } from "./packed-rows";
import type { ReplayCounters } from "./replay-journal";

/**
 * The rows of a segment of this process between two byte offsets, in batches; `toByte` must be the end of a whole record. Its checksums alone
 * vouch for them: this process wrote them.
 */
export async function* readRows(
  path: string,
  fromByte: number,
  toByte: number,
  batchRows: number,
  counters: ReplayCounters,
): AsyncGenerator<PackedRows> {
  const noteCorrupt = () => {
    counters.corrupt += 1;
  };
  const bytes = await readRange(path, fromByte, toByte);
  let batch = new PackedRows(bytes);
  for (let frame = nextFrame(bytes, 0, noteCorrupt); frame; frame = nextFrame(bytes, frame.end, noteCorrupt)) {
    const row = findRow(bytes, frame.start, frame.end);
    if (row === undefined) continue;
    batch.add(row);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = new PackedRows(bytes);
  }
  if (batch.length > 0) yield batch;
}

async function readRange(path: string, fromByte: number, toByte: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.allocUnsafe(toByte - fromByte);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, fromByte + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
