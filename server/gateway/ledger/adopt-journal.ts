import { rm } from "node:fs/promises";
import type { LedgerRow } from "./ledger-row";
import { listJournals, type ReplayCounters, replayJournal } from "./replay-journal";
import type { StoreWriter } from "./store-writer";

const BATCH_ROWS = 500;

/**
 * Brings a dead process's journal into the store and deletes it, but only when the store has taken every row; rows it refuses leave the
 * directory for the next start. Idempotent: stopped half-way, it starts over, and the store keeps what it has.
 * @returns the number of rows the store refused
 */
export async function adoptJournal(
  directory: string,
  writer: Pick<StoreWriter, "write">,
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
  if (refused === 0) await rm(directory, { recursive: true, force: true });
  return refused;
}

/** Waits as long as the store takes; returns how many rows it refused. */
async function writeAll(writer: Pick<StoreWriter, "write">, rows: readonly LedgerRow[]): Promise<number> {
  for (;;) {
    const refused = await writer.write(rows);
    if (refused) return refused.length;
  }
}
