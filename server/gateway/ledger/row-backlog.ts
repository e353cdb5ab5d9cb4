import { performance } from "node:perf_hooks";
import type { Segment } from "./journal";
import type { LedgerRow } from "./ledger-row";
import type { PackedRows } from "./packed-rows";
import { createPressureGauge } from "./pressure-gauge";
import type { ReplayCounters } from "./replay-journal";
import { restAfter } from "./rest-after";
import { RowReader } from "./row-reader";
import { StoppedError, type StoreWriter } from "./store-writer";

const BATCH_ROWS = 1_000;
const BATCH_DELAY_MS = 100;
/** What is read back at once: enough for a batch, little enough to leave no mark on the memory. */
const PIECE_BYTES = 1024 * 1024;

/** The rows of one segment that the store does not have yet. */
export interface SegmentRows {
  readonly segment: Segment;
  pending: number;
  /** Up to here the store has been offered every row. */
  readToByte: number;
  /** Ends of whole records, about `PIECE_BYTES` apart: so much is read back at once. */
  marks: number[];
  refused: Set<LedgerRow>;
}

export interface RowBacklog {
  /** A row was written to `source`. */
  added(source: SegmentRows): void;
  /** A row that the journal could not take: it lives in memory only. */
  addHomeless(row: LedgerRow): void;
  /** Moves what waits at once and without rests, until nothing waits. */
  hurry(): void;
  /** Rows that live in memory only; `adopt` says that one has its place in the journal now. */
  homeless(): { row: LedgerRow; adopt(source: SegmentRows): void }[];
  /** Offers once more the rows that the store refused. */
  retry(sources: Iterable<SegmentRows>): Promise<void>;
  pendingRows(): number;
  stop(): Promise<void>;
}

/**
 * Moves rows from the journal to the store in the background. Rows wait on disk and not in memory, so that a flood of calls or a database
 * that is away costs no memory; and while calls keep the process busy it rests between batches, for a call must not wait for its bookkeeping.
 */
export function createRowBacklog(options: {
  writer: StoreWriter;
  counters: ReplayCounters;
  /** The oldest segment with rows that wait. */
  next: () => SegmentRows | undefined;
  /** How full the journal is, from 0 to 1: the fuller, the shorter the rests. */
  fullness: () => number;
  onCommitted: () => void;
  onError: (error: unknown) => void;
}): RowBacklog {
  const { writer, counters } = options;
  const reader = new RowReader();
  const homeless = new Set<LedgerRow>();
  let pendingRows = 0;
  let timer: NodeJS.Timeout | undefined;
  let pumping: Promise<void> | undefined;
  let isHurried = false;
  let wakeUp: (() => void) | undefined;
  const readPressure = createPressureGauge();

  function added(source: SegmentRows): void {
    pendingRows += 1;
    source.pending += 1;
    const { segment, marks } = source;
    if (segment.bytes - (marks.at(-1) ?? 0) >= PIECE_BYTES) marks.push(segment.bytes);
    if (timer === undefined && pumping === undefined) timer = setTimeout(start, BATCH_DELAY_MS);
  }

  function addHomeless(row: LedgerRow): void {
    pendingRows += 1;
    homeless.add(row);
    if (timer === undefined && pumping === undefined) timer = setTimeout(start, BATCH_DELAY_MS);
  }

  function hurry(): void {
    isHurried = true;
    wakeUp?.();
    start();
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    pumping ??= pump()
      .catch((error: unknown) => {
        if (!(error instanceof StoppedError)) options.onError(error);
      })
      .finally(() => {
        pumping = undefined;
        if (pendingRows > 0) timer ??= setTimeout(start, BATCH_DELAY_MS);
        else isHurried = false;
      });
  }

  async function pump(): Promise<void> {
    for (;;) {
      if (homeless.size > 0) await moveHomeless();
      const source = options.next();
      if (source !== undefined) await moveSegment(source);
      else if (homeless.size === 0) return;
    }
  }

  async function moveHomeless(): Promise<void> {
    const batch = [...homeless].slice(0, BATCH_ROWS);
    const refused = await writer.write(batch);
    if (refused === undefined) return;
    for (const row of batch) if (!refused.includes(row) && homeless.delete(row)) pendingRows -= 1;
    options.onCommitted();
  }

  async function moveSegment(source: SegmentRows): Promise<void> {
    const { segment, readToByte, marks } = source;
    while (marks[0] !== undefined && marks[0] <= readToByte) marks.shift();
    const toByte = marks[0] ?? segment.bytes;
    const isRest = toByte === segment.bytes;
    const expected = source.pending;
    let offered = 0;
    for await (const rows of reader.rows(segment.path, readToByte, toByte, BATCH_ROWS, counters)) {
      const startedAtMs = performance.now();
      for (const row of await writeAll(rows)) source.refused.add(row);
      offered += rows.length;
      source.pending -= rows.length;
      pendingRows -= rows.length;
      await rest(performance.now() - startedAtMs);
    }
    if (isRest) {
      // What damage on the disk has eaten is counted as corrupt, and must not be waited for.
      source.pending -= expected - offered;
      pendingRows -= expected - offered;
    }
    source.readToByte = toByte;
    options.onCommitted();
  }

  async function writeAll(rows: PackedRows): Promise<LedgerRow[]> {
    for (;;) {
      const refused = await writer.writePacked(rows);
      if (refused !== undefined) return refused;
    }
  }

  async function rest(tookMs: number): Promise<void> {
    const pressure = { ...readPressure(), journal: options.fullness() };
    const restMs = isHurried ? 0 : restAfter(tookMs, pressure);
    if (restMs < 1) return;
    await new Promise<void>((resolve) => {
      const restTimer = setTimeout(resolve, restMs);
      wakeUp = () => {
        clearTimeout(restTimer);
        resolve();
      };
    });
    wakeUp = undefined;
  }

  async function retry(sources: Iterable<SegmentRows>): Promise<void> {
    for (const source of sources) {
      const rows = [...source.refused];
      const refused = await writer.write(rows);
      if (refused === undefined) return;
      const refusedRows = new Set(refused);
      for (const row of rows) if (!refusedRows.has(row)) source.refused.delete(row);
    }
  }

  return {
    added,
    addHomeless,
    hurry,
    homeless: () =>
      [...homeless].map((row) => ({
        row,
        adopt(source) {
          // From memory to disk; one that the store took meanwhile is offered again, which changes nothing.
          if (homeless.delete(row)) source.pending += 1;
        },
      })),
    retry,
    pendingRows: () => pendingRows,
    async stop() {
      clearTimeout(timer);
      wakeUp?.();
      await pumping;
      clearTimeout(timer);
    },
  };
}
