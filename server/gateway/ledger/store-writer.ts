import type { LedgerLog } from "./ledger-log";
import { batchOf, type LedgerRow } from "./ledger-row";
import type { LedgerBatch, LedgerStore } from "./ledger-store";
import type { PackedRows } from "./packed-rows";

const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 2_000;

/** Halving 500 rows reaches a single one after 9 failures; that many more without one success mean the store, not a row. */
const MAX_FAILURES_WITHOUT_SUCCESS = 20;

export interface StoreWriter {
  /**
   * Resolves when the store has every row, except those returned: rows it refuses while it takes others. `undefined` when it took nothing,
   * after a wait: come again, best with more rows, since one row alone can't tell a bad row from a dead store. Rejects with `StoppedError`
   * after `stop`.
   */
  write(rows: readonly LedgerRow[]): Promise<LedgerRow[] | undefined>;
  /** As `write`, for rows of the journal, which are taken apart only when the store refuses some. */
  writePacked(rows: PackedRows): Promise<LedgerRow[] | undefined>;
  stop(): void;
  lastWriteAtMs(): number | null;
  /** The store's last refusal; undefined once it takes rows again. */
  failure(): string | undefined;
}

interface Sifted {
  rejected: LedgerRow[];
  hasSucceeded: boolean;
  /** How many of the rejected ones were so before anything succeeded: it may have been the store's fault, and not theirs. */
  rejectedFirst: number;
  failures: number;
}

/** The ledger is closing; what was not written stays in the journal for the next start. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/** Writes batches with capped backoff, and halves a failing batch, so that one row the store can't take does not hold up the rest. */
export function createStoreWriter(options: { store: LedgerStore; clock: () => number; log: LedgerLog }): StoreWriter {
  const { store, clock, log } = options;
  let isStopped = false;
  const sleepers = new Set<() => void>();
  let lastWriteAtMs: number | null = null;
  let failure: string | undefined;
  let failuresInARow = 0;

  async function write(rows: readonly LedgerRow[]): Promise<LedgerRow[] | undefined> {
    if (rows.length === 0 || (await tryTwice(batchOf(rows)))) return [];
    return sort(rows);
  }

  async function writePacked(rows: PackedRows): Promise<LedgerRow[] | undefined> {
    return (await tryTwice(rows.toBatch())) ? [] : sort(rows.toRows());
  }

  async function tryTwice(batch: LedgerBatch): Promise<boolean> {
    return (await tryWrite(batch)) || tryWrite(batch);
  }

  async function sort(rows: readonly LedgerRow[]): Promise<LedgerRow[] | undefined> {
    if (rows.length === 1) return undefined;
    const sifted: Sifted = { rejected: [], hasSucceeded: false, rejectedFirst: 0, failures: 0 };
    await sift(rows, sifted);
    if (!sifted.hasSucceeded) return undefined;
    const { rejected, rejectedFirst } = sifted;
    const refused = rejected.slice(rejectedFirst);
    for (const row of rejected.slice(0, rejectedFirst)) if (!(await tryWrite(batchOf([row])))) refused.push(row);
    return refused;
  }

  /** Finds the rows that fail alone; gives up when nothing at all succeeds. */
  async function sift(rows: readonly LedgerRow[], sifted: Sifted): Promise<void> {
    const middle = Math.ceil(rows.length / 2);
    for (const half of [rows.slice(0, middle), rows.slice(middle)]) {
      if (!sifted.hasSucceeded && sifted.failures >= MAX_FAILURES_WITHOUT_SUCCESS) return;
      if (await tryWrite(batchOf(half))) {
        if (!sifted.hasSucceeded) sifted.rejectedFirst = sifted.rejected.length;
        sifted.hasSucceeded = true;
        continue;
      }
      sifted.failures += 1;
      if (half.length > 1) await sift(half, sifted);
      else sifted.rejected.push(...half);
    }
  }

  async function tryWrite(batch: LedgerBatch): Promise<boolean> {
    if (isStopped) throw new StoppedError();
    try {
      await store.write(batch);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (failure === undefined)
        log({ level: "error", msg: "usage can't be written to the database, it waits in the journal", reason });
      failure = reason;
      await delay(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failuresInARow, 10)));
      failuresInARow += 1;
      return false;
    }
    if (failure !== undefined) log({ level: "info", msg: "usage is written to the database again" });
    failure = undefined;
    failuresInARow = 0;
    lastWriteAtMs = clock();
    return true;
  }

  function delay(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      sleepers.add(wake);
    });
  }

  return {
    write,
    writePacked,
    stop() {
      isStopped = true;
      for (const wake of sleepers) wake();
    },
    lastWriteAtMs: () => lastWriteAtMs,
    failure: () => failure,
  };
}
