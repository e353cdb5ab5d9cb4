import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { AppError } from "@/lib/contracts/errors";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { createAdopter } from "./create-adopter";
import { createJournal, type Fate, type Segment } from "./journal";
import { releaseDirectory } from "./journal-owner";
import type { LedgerLog } from "./ledger-log";
import { type LedgerRow, payloadOfCarriedRow, payloadOfRow, rowOfPayload } from "./ledger-row";
import type { LedgerStore } from "./ledger-store";
import { createOpenRequests, type OpenAttempt, type OpenRequest, payloadsOf } from "./open-requests";
import {
  type AttemptIntent,
  type AttemptRecord,
  type JournalRecord,
  type RequestOpening,
  type RequestRecord,
  toPayload,
} from "./records";
import type { ReplayCounters } from "./replay-journal";
import { createRowBacklog, type SegmentRows } from "./row-backlog";
import { createStoreWriter, StoppedError } from "./store-writer";

const MAINTAIN_INTERVAL_MS = 1_000;
const SEGMENT_AGE_MS = 10_000;
const RETRY_REFUSED_MS = 30_000;
/** With no more than this under way, calls are too few to be written together. */
const FEW_CALLS = 2;
const CROWDED_JOURNAL_BYTES = 64 * 1024 * 1024;

export interface LedgerStats {
  openAttempts: number;
  /** Rows accepted that the database does not have yet. */
  pendingRows: number;
  /** Rows the database refuses while it takes others; kept in the journal and offered again every 30 s. */
  refusedRows: number;
  journalBytes: number;
  /** False while the journal can't be written: `open` refuses then, and `reason` says why. */
  isHealthy: boolean;
  reason?: string;
  /** Why the database took nothing last time; absent when it does. */
  storeFailure?: string;
  lastWriteAtMs: number | null;
  /** Records read back from journals of processes that died. */
  replayed: number;
  corruptRecords: number;
}

export interface Ledger {
  /** Under which this process writes its journal. */
  readonly writerId: string;
  /**
   * Resolves when the intent is written (it survives `kill -9`); dispatch only then. Rejects with `not_ready` when it can't be. Neither object
   * is changed afterwards: what was written of it is written again when it ends.
   */
  open(request: RequestOpening, attempt: AttemptIntent): Promise<void>;
  /** Totals so far, not increments. Cheap: at most one record per second and attempt is written. */
  progress(attempt: Pick<AttemptIntent, "attemptId" | "requestId">, counts: UsageCounts): void;
  /** The first settlement of an attempt counts, later ones are ignored. */
  settle(attempt: AttemptRecord): void;
  /** The first finish of a request counts. Also for requests without attempts (a cache hit, a refusal); those are not kept while the journal is full or broken. `route` is the JSON of its route, where that was written already. */
  finish(request: RequestRecord, route?: string): void;
  /** Resolves when the database has everything accepted so far, journals of dead processes included. Waits as long as the database is away. */
  flush(): Promise<void>;
  /** Brings out what it can within `closeTimeoutMs`; the rest stays in the journal for the next start. */
  close(): Promise<void>;
  stats(): LedgerStats;
}

export interface LedgerOptions {
  /** The journal lives in `<dataDir>/journal`; several processes may share it. */
  dataDir: string;
  store: LedgerStore;
  log: LedgerLog;
  /** Epoch milliseconds. */
  clock?: () => number;
  /** New requests are refused when the journal has grown this large. Default 4 GB. */
  maxJournalBytes?: number;
  /** Default 5,000. */
  closeTimeoutMs?: number;
}

interface SegmentState extends SegmentRows {
  /** How many requests are under way whose first record lies here. */
  openRequests: number;
}

/**
 * The money's memory: intents, settlements and finished requests go to a local journal before they count, and from there to the store in
 * batches. What a dead process left behind is adopted at the start and every 15 s. Never throws because of a disk or a database.
 */
export async function createLedger(options: LedgerOptions): Promise<Ledger> {
  const { store, log, clock = Date.now, closeTimeoutMs = 5_000 } = options;
  const { maxJournalBytes = 4 * 1024 * 1024 * 1024 } = options;
  const root = join(options.dataDir, "journal");
  const writerId = `${process.pid}-${randomUUID()}`;
  const counters: ReplayCounters = { records: 0, corrupt: 0 };
  const readBack: ReplayCounters = { records: 0, corrupt: 0 };
  const requests = createOpenRequests();
  const states = new Map<Segment, SegmentState>();
  let newestState: SegmentState | undefined;
  const dirty = new Set<OpenAttempt>();
  const waiters = new Set<() => void>();
  let journalBytes = 0;
  let progressTimer: NodeJS.Timeout | undefined;
  let isClosing = false;
  let isClosed = false;
  let lastRetryAtMs = clock();

  const journal = createJournal({ root, writerId, clock, log, onRecovered: rehome });
  const writer = createStoreWriter({ store, clock, log });
  const adopter = createAdopter({ root, writerId, journal, writer, store, counters, log, onAdopted: wake });
  const backlog = createRowBacklog({
    writer,
    counters: readBack,
    next: nextPending,
    fullness: () => journalBytes / maxJournalBytes,
    onCommitted: () => {
      tidy();
      wake();
    },
    onError: (error) =>
      log({ level: "error", msg: "moving usage to the database failed, trying again", reason: String(error) }),
  });

  function nextPending(): SegmentState | undefined {
    for (const state of states.values()) if (state.pending > 0) return state;
    return undefined;
  }

  function noteWritten(segment: Segment, bytes: number): SegmentState {
    journalBytes += bytes;
    if (newestState?.segment === segment) return newestState;
    const state = { segment, pending: 0, readToByte: 0, marks: [], refused: new Set<LedgerRow>(), openRequests: 0 };
    states.set(segment, state);
    newestState = state;
    return state;
  }

  /** One for all rows: every call makes two of them. */
  const rowFates = { settled: fateOfRows("settled"), finished: fateOfRows("finished") };

  function fateOfRows(kind: LedgerRow["kind"]): Fate {
    return {
      onWritten: (segment, bytes) => backlog.added(noteWritten(segment, bytes)),
      onFailed: (_error, payload) => backlog.addHomeless(rowOfPayload(kind, payload)),
    };
  }

  function appendRow(row: LedgerRow): void {
    journal.append(payloadOfRow(row), rowFates[row.kind]);
  }

  /** Gives rows that were accepted while the journal could not be written their place in it. */
  function rehome(): void {
    for (const { row, adopt } of backlog.homeless()) {
      journal.append(payloadOfRow(row), {
        onWritten: (segment, bytes) => adopt(noteWritten(segment, bytes)),
        onFailed: () => undefined,
      });
    }
  }

  function pin(request: OpenRequest, state: SegmentState): void {
    if (request.isClosed) return;
    if (request.home) request.home.openRequests -= 1;
    request.home = state;
    state.openRequests += 1;
  }

  function open(opening: RequestOpening, intent: AttemptIntent): Promise<void> {
    if (isClosing) return Promise.reject(new AppError("not_ready", "Sluice is shutting down. Send the request again."));
    if (journalBytes >= maxJournalBytes) {
      const message =
        "Sluice's journal is full because the database has not taken usage for long. Bring the database back, then try again.";
      return Promise.reject(new AppError("not_ready", message));
    }
    const attempt = requests.open(opening, intent);
    const { request, text } = attempt;
    return new Promise((resolve, reject) => {
      const fate: Fate = {
        onWritten(segment, bytes) {
          const state = noteWritten(segment, bytes);
          if (request.home === undefined) pin(request, state);
          resolve();
        },
        onFailed(error) {
          requests.cancel(attempt);
          reject(error);
        },
      };
      journal.append(text.payload, fate, requests.openAttempts() <= FEW_CALLS ? "lone call" : "call");
    });
  }

  function progress(of: Pick<AttemptIntent, "attemptId" | "requestId">, counts: UsageCounts): void {
    const attempt = requests.progress(of, counts);
    if (!attempt || isClosed) return;
    dirty.add(attempt);
    progressTimer ??= setTimeout(writeProgress, MAINTAIN_INTERVAL_MS);
  }

  function writeProgress(): void {
    clearTimeout(progressTimer);
    progressTimer = undefined;
    for (const { intent, progress: counts, settled } of dirty) {
      if (counts === null || settled !== null) continue;
      const record: JournalRecord = { kind: "progress", attemptId: intent.attemptId, counts };
      journal.append(toPayload(record), {
        onWritten: (segment, bytes) => noteWritten(segment, bytes),
        onFailed: () => undefined,
      });
    }
    dirty.clear();
  }

  function settle(attempt: AttemptRecord): void {
    if (isTooLate("settled", attempt.requestId)) return;
    const row = requests.settle(attempt);
    if (row !== undefined) appendRow(row);
  }

  function finish(request: RequestRecord, route?: string): void {
    if (isTooLate("finished", request.requestId)) return;
    const row = requests.finish(request, route);
    if (row === undefined) return;
    // While there is no room, refusals come in at any rate and cost nothing: kept, they would fill memory.
    if (request.attemptCount === 0 && (journal.failure() !== undefined || journalBytes >= maxJournalBytes)) return;
    appendRow(row);
  }

  function isTooLate(what: string, requestId: string): boolean {
    if (isClosed)
      log({
        level: "error",
        msg: `${what} after the ledger was closed; the next start records it as interrupted`,
        requestId,
      });
    return isClosed;
  }

  /**
   * Deletes segments the store has all of, oldest first, so that an intent never outlives its settlement. An old one held up by requests
   * still under way, or by rows the store refuses, is emptied by writing those records again at the end.
   */
  function tidy(): void {
    for (const state of [...states.values()]) {
      if (!state.segment.isSealed || state.pending > 0) return;
      const ageMs = clock() - state.segment.startedAtMs;
      if (state.openRequests + state.refused.size > 0) {
        const isDue =
          ageMs >= SEGMENT_AGE_MS || (journalBytes > CROWDED_JOURNAL_BYTES && ageMs >= MAINTAIN_INTERVAL_MS);
        if (isClosing || !isDue || journal.failure() !== undefined) return;
        carryForward(state);
        if (state.openRequests + state.refused.size > 0) return;
      }
      journal.remove(state.segment);
      journalBytes -= state.segment.bytes;
      states.delete(state.segment);
    }
  }

  function carryForward(from: SegmentState): void {
    for (const request of requests.all()) {
      if (request.home !== from) continue;
      let target: SegmentState | undefined;
      const fate = {
        onWritten: (segment: Segment, bytes: number) => {
          target ??= noteWritten(segment, 0);
          journalBytes += bytes;
        },
        onFailed: () => undefined,
      };
      for (const payload of payloadsOf(request)) journal.append(payload, fate);
      journal.flush();
      if (!target || journal.failure() !== undefined) return;
      pin(request, target);
    }
    for (const row of [...from.refused]) {
      let target: SegmentState | undefined;
      journal.append(payloadOfCarriedRow(row), {
        onWritten: (segment, bytes) => {
          target = noteWritten(segment, bytes);
        },
        onFailed: () => undefined,
      });
      journal.flush();
      if (!target) return;
      from.refused.delete(row);
      target.refused.add(row);
    }
  }

  function maintain(): void {
    const nowMs = clock();
    const newest = [...states.keys()].at(-1);
    if (newest && !newest.isSealed && nowMs - newest.startedAtMs >= SEGMENT_AGE_MS) journal.seal();
    tidy();
    adopter.look(nowMs);
    if (nowMs - lastRetryAtMs >= RETRY_REFUSED_MS) {
      lastRetryAtMs = nowMs;
      backlog.retry([...states.values()].filter((state) => state.refused.size > 0)).catch(ignoreStop);
    }
  }

  function ignoreStop(error: unknown): void {
    if (!(error instanceof StoppedError))
      log({ level: "error", msg: "offering refused usage again failed", reason: String(error) });
  }

  function wake(): void {
    for (const waiter of [...waiters]) waiter();
  }

  async function flush(): Promise<void> {
    writeProgress();
    journal.flush();
    journal.seal();
    const awaited = [...states.values()];
    await adopter.settled();
    backlog.hurry();
    await new Promise<void>((resolve) => {
      const check = () => {
        if (awaited.some((state) => state.pending > 0) || backlog.homeless().length > 0) return;
        waiters.delete(check);
        resolve();
      };
      waiters.add(check);
      check();
    });
  }

  async function close(): Promise<void> {
    if (isClosing) return;
    isClosing = true;
    clearInterval(maintainTimer);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      flush(),
      new Promise((resolve) => {
        timer = setTimeout(resolve, closeTimeoutMs);
      }),
    ]);
    clearTimeout(timer);
    writer.stop();
    await backlog.stop();
    await adopter.settled();
    isClosed = true;
    await journal.close();
    tidy();
    await journal.removed();
    const directory = journal.directory();
    if (directory === undefined) return;
    releaseDirectory(directory);
  }

  function stats(): LedgerStats {
    const reason = journal.failure();
    const storeFailure = writer.failure();
    let refusedRows = 0;
    for (const state of states.values()) refusedRows += state.refused.size;
    return {
      openAttempts: requests.openAttempts(),
      pendingRows: backlog.pendingRows(),
      refusedRows,
      journalBytes,
      isHealthy: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
      ...(storeFailure === undefined ? {} : { storeFailure }),
      lastWriteAtMs: writer.lastWriteAtMs(),
      replayed: counters.records,
      corruptRecords: counters.corrupt + readBack.corrupt,
    };
  }

  const maintainTimer = setInterval(maintain, MAINTAIN_INTERVAL_MS);
  maintainTimer.unref();
  journal.start();
  adopter.look(clock());
  return { writerId, open, progress, settle, finish, flush, close, stats };
}
