import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { writerIdOf } from "./journal-owner";
import type { LedgerRow } from "./ledger-row";
import type { LedgerStore } from "./ledger-store";
import { listJournals, type ReplayCounters, replayJournal } from "./replay-journal";
import type { StoreWriter } from "./store-writer";

const BATCH_ROWS = 500;

/**
 * Brings a dead process's journal into the store and deletes it, but only when the store has taken every row; rows it refuses leave the
 * directory for the next start. What the process had reserved is let go of once all it consumed is there. Idempotent: stopped half-way, it starts over, and the store keeps what it has.
 * @returns the number of rows the store refused
 */
export async function adoptJournal(
  directory: string,
  writer: Pick<StoreWriter, "write">,
  store: Pick<LedgerStore, "release">,
  counters: ReplayCounters,
): Promise<number> {
  let refused = 0;
  for (const journal of await listJournals(directory)) {
    let batch: LedgerRow[] = [];
    for await (const row of replayJournal(journal, counters)) {
      batch.push(row);
      if (batch.length < BATCH_ROWS) continue;
      refused += await writeAll(writer, batch);
      batch = [];
    }
    refused += await writeAll(writer, batch);
  }
  if (refused > 0) return refused;
  for (const writerId of await writersOf(directory)) await store.release?.(writerId);
  await rm(directory, { recursive: true, force: true });
  return refused;
}

/** Whose journals lie in a directory: a process that died may have adopted others. */
async function writersOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const nested = entries.filter((entry) => entry.isDirectory()).map((entry) => writersOf(join(directory, entry.name)));
  return [writerIdOf(basename(directory)), ...(await Promise.all(nested)).flat()];
}

/** Waits as long as the store takes; returns how many rows it refused. */
async function writeAll(writer: Pick<StoreWriter, "write">, rows: readonly LedgerRow[]): Promise<number> {
  for (;;) {
    const refused = await writer.write(rows);
    if (refused) return refused.length;
  }
}
