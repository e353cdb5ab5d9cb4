import { open } from "node:fs/promises";
import { nextFrame } from "./journal-frame";
import { findRow } from "./ledger-row";
import { PackedRows } from "./packed-rows";
import type { ReplayCounters } from "./replay-journal";
import { Scratch } from "./scratch";

/**
 * Reads rows of this process's segments back. One reading at a time, and each batch is to be done with before the next is asked for: they all
 * lie in the same memory.
 */
export class RowReader {
  readonly #file = new Scratch();
  readonly #space = { settled: new Scratch(), finished: new Scratch() };

  /**
   * The rows of a segment between two byte offsets, in batches; `toByte` must be the end of a whole record. Its checksums alone vouch for
   * them: this process wrote them.
   */
  async *rows(
    path: string,
    fromByte: number,
    toByte: number,
    batchRows: number,
    counters: ReplayCounters,
  ): AsyncGenerator<PackedRows> {
    const noteCorrupt = () => {
      counters.corrupt += 1;
    };
    const bytes = await readRange(path, fromByte, this.#file.take(toByte - fromByte));
    let batch = new PackedRows(bytes, this.#space);
    for (let frame = nextFrame(bytes, 0, noteCorrupt); frame; frame = nextFrame(bytes, frame.end, noteCorrupt)) {
      const row = findRow(bytes, frame.start, frame.end);
      if (row === undefined) continue;
      batch.add(row);
      if (batch.length < batchRows) continue;
      yield batch;
      batch = new PackedRows(bytes, this.#space);
    }
    if (batch.length > 0) yield batch;
  }
}

async function readRange(path: string, fromByte: number, bytes: Buffer): Promise<Buffer> {
  const file = await open(path);
  try {
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
