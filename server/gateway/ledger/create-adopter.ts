import { adoptJournal } from "./adopt-journal";
import type { Journal } from "./journal";
import { claimDeadJournals, touchOwnerMark } from "./journal-owner";
import type { LedgerLog } from "./ledger-log";
import type { LedgerStore } from "./ledger-store";
import type { ReplayCounters } from "./replay-journal";
import { StoppedError, type StoreWriter } from "./store-writer";

const ADOPT_INTERVAL_MS = 15_000;

export interface Adopter {
  /** Looks for journals of dead processes, at most every 15 s, and brings what they hold to the store in the background. */
  look(nowMs: number): void;
  /** Resolves when everything found so far is through, well or not. */
  settled(): Promise<void>;
}

/** Recovers the usage of processes that stopped without bringing it out. Never throws: what fails is logged, kept and tried again. */
export function createAdopter(options: {
  root: string;
  writerId: string;
  journal: Pick<Journal, "directory">;
  writer: StoreWriter;
  store: Pick<LedgerStore, "release">;
  counters: ReplayCounters;
  log: LedgerLog;
  onAdopted: () => void;
}): Adopter {
  const { root, writerId, journal, writer, store, counters, log, onAdopted } = options;
  const running = new Set<Promise<void>>();
  let lastLookAtMs = Number.NEGATIVE_INFINITY;

  function look(nowMs: number): void {
    if (nowMs - lastLookAtMs < ADOPT_INTERVAL_MS) return;
    lastLookAtMs = nowMs;
    const directory = journal.directory();
    if (directory === undefined) return;
    try {
      touchOwnerMark(directory, nowMs);
      for (const dead of claimDeadJournals(root, directory, writerId, nowMs)) adopt(dead);
    } catch (error) {
      const msg = "looking for journals of stopped processes failed, trying again";
      log({ level: "warn", msg, reason: String(error) });
    }
  }

  function adopt(directory: string): void {
    const adoption = adoptJournal(directory, writer, store, counters)
      .then((refused) => {
        if (refused === 0) return log({ level: "info", msg: "usage of a stopped process recovered", directory });
        const msg = "the database refuses some recovered usage, its journal is kept";
        log({ level: "error", msg, directory, refused });
      })
      .catch((error: unknown) => {
        if (error instanceof StoppedError) return;
        const msg = "recovering a journal failed, it is kept for the next start";
        log({ level: "error", msg, directory, reason: String(error) });
      })
      .finally(() => {
        running.delete(adoption);
        onAdopted();
      });
    running.add(adoption);
  }

  return {
    look,
    async settled() {
      await Promise.all(running);
    },
  };
}
