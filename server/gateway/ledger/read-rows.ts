import { open } from "node:fs/promises";
import { readFrames } from "./journal-frame";
import { type LedgerRow, rowOfPayload } from "./ledger-row";
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
): AsyncGenerator<LedgerRow[]> {
  const noteCorrupt = () => {
    counters.corrupt += 1;
  };
  let batch: LedgerRow[] = [];
  for (const payload of readFrames(await readRange(path, fromByte, toByte), noteCorrupt)) {
    const row = rowOfPayload(payload);
    if (row === undefined) continue;
    batch.push(row);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
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
