import type { Segment } from "./journal";
import type { LedgerRow } from "./ledger-row";
import { type ReplayCounters, readRows } from "./replay-journal";
import { StoppedError, type StoreWriter } from "./store-writer";

const BATCH_ROWS = 500;
const BATCH_DELAY_MS = 100;

/** The rows of one segment that the store does not have yet. */
export interface SegmentRows {
  readonly segment: Segment;
  pending: number;
  /** From this byte on, rows are not in memory and must be read back. */
  spilledFromByte: number | undefined;
  refused: Set<LedgerRow>;
}

interface QueuedRow {
  row: LedgerRow;
  source: SegmentRows | undefined;
  bytes: number;
}

export interface RowBacklog {
  /** `source` is undefined for a row the journal could not take: it then lives in memory only. */
  add(row: LedgerRow, source: SegmentRows | undefined, offset: number, bytes: number): void;
  /** Writes what waits without waiting for a full batch. */
  hurry(): void;
  /** Rows that live in memory only; `adopt` gives one a place in the journal. */
  homeless(): { row: LedgerRow; adopt(source: SegmentRows): void }[];
  /** Offers once more the rows that the store refused. */
  retry(sources: Iterable<SegmentRows>): Promise<void>;
  pendingRows(): number;
  stop(): Promise<void>;
}

/**
 * Moves rows to the store in the background, in batches of at most 500 rows or 100 ms. Keeps at most `maxBytes` of rows (as serialised) in
 * memory; what comes on top is read back from its journal segment when the store has caught up.
 */
export function createRowBacklog(options: {
  writer: StoreWriter;
  maxBytes: number;
  counters: ReplayCounters;
  /** Ends the segment being written, so that it can be read back. */
  seal: () => void;
  /** The oldest segment with rows on disk only. */
  nextSpilled: () => SegmentRows | undefined;
  onCommitted: () => void;
  onError: (error: unknown) => void;
}): RowBacklog {
  const { writer, maxBytes, counters } = options;
  let queue: QueuedRow[] = [];
  let head = 0;
  let queuedBytes = 0;
  let pendingRows = 0;
  let timer: NodeJS.Timeout | undefined;
  let pumping: Promise<void> | undefined;

  function add(row: LedgerRow, source: SegmentRows | undefined, offset: number, bytes: number): void {
    pendingRows += 1;
    if (source) source.pending += 1;
    if (source && (source.spilledFromByte !== undefined || queuedBytes > maxBytes)) {
      source.spilledFromByte ??= offset;
    } else {
      queue.push({ row, source, bytes });
      queuedBytes += bytes;
    }
    if (queue.length - head >= BATCH_ROWS) hurry();
    else timer ??= setTimeout(hurry, BATCH_DELAY_MS);
  }

  function hurry(): void {
    clearTimeout(timer);
    timer = undefined;
    pumping ??= pump()
      .catch((error: unknown) => {
        if (!(error instanceof StoppedError)) options.onError(error);
      })
      .finally(() => {
        pumping = undefined;
        if (pendingRows > 0) timer ??= setTimeout(hurry, BATCH_DELAY_MS);
      });
  }

  async function pump(): Promise<void> {
    for (;;) {
      const batch = queue.slice(head, head + BATCH_ROWS);
      const spilled = batch.length === 0 ? options.nextSpilled() : undefined;
      if (spilled) {
        await pumpSpilled(spilled);
        continue;
      }
      if (batch.length === 0) return;
      const refused = await writer.write(batch.map(({ row }) => row));
      if (refused === undefined) continue;
      head += batch.length;
      if (head >= 10_000 || head === queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      const refusedRows = new Set(refused);
      for (const { row, source, bytes } of batch) {
        queuedBytes -= bytes;
        pendingRows -= 1;
        if (source) source.pending -= 1;
        if (!refusedRows.has(row)) continue;
        if (source) source.refused.add(row);
        else add(row, undefined, 0, bytes);
      }
      options.onCommitted();
    }
  }

  async function pumpSpilled(source: SegmentRows): Promise<void> {
    if (!source.segment.isSealed) options.seal();
    let batch: LedgerRow[] = [];
    for await (const row of readRows(source.segment.path, source.spilledFromByte ?? 0, counters)) {
      batch.push(row);
      if (batch.length < BATCH_ROWS) continue;
      await writeSpilled(source, batch);
      batch = [];
    }
    await writeSpilled(source, batch);
    pendingRows -= source.pending;
    source.pending = 0;
    source.spilledFromByte = undefined;
    options.onCommitted();
  }

  async function writeSpilled(source: SegmentRows, rows: readonly LedgerRow[]): Promise<void> {
    for (;;) {
      const refused = await writer.write(rows);
      if (refused === undefined) continue;
      for (const row of refused) source.refused.add(row);
      return;
    }
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
    add,
    hurry,
    homeless: () =>
      queue.slice(head).flatMap((queued) =>
        queued.source
          ? []
          : [
              {
                row: queued.row,
                adopt(source) {
                  if (!queue.includes(queued, head)) return;
                  queued.source = source;
                  source.pending += 1;
                },
              },
            ],
      ),
    retry,
    pendingRows: () => pendingRows,
    async stop() {
      clearTimeout(timer);
      await pumping;
      clearTimeout(timer);
    },
  };
}
