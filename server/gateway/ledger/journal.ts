import { close as closeFile, closeSync, fdatasync, ftruncateSync, openSync, unlinkSync, writeSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/contracts/errors";
import { FRAME_HEADER_BYTES, writeFrame } from "./journal-frame";
import { createOwnedDirectory } from "./journal-owner";
import type { LedgerLog } from "./ledger-log";

const SEGMENT_BYTES = 8 * 1024 * 1024;
const SYNC_DELAY_MS = 10;
const PROBE_INTERVAL_MS = 250;
/** So many calls that wait to be sent are worth a write() of their own: the egress thread begins with them while the rest of the turn goes on. */
const MOST_AWAITED = 8;

/**
 * Who waits for a record: nobody, a call that may have company by the end of the turn, or one that has none and need not wait so long. The last
 * is sent in the same turn, where it would else go out a turn later than it was written.
 */
export type Waiting = "nobody" | "call" | "lone call";

export interface Segment {
  readonly path: string;
  readonly startedAtMs: number;
  bytes: number;
  isSealed: boolean;
}

/**
 * What becomes of one appended record: told where it lies, or why it was not written. Called within the same event-loop batch. One may serve
 * many records, which is why it is told which it was.
 */
export interface Fate {
  onWritten(segment: Segment, bytes: number): void;
  onFailed(error: AppError, json: string): void;
}

/** A record that waits for its turn to be written. */
interface Entry {
  json: string;
  fate: Fate;
  /** With its frame, once it has one. */
  bytes: number;
}

export interface Journal {
  /** Makes the directory; if that fails, `failure` says so and the probe keeps trying. */
  start(): void;
  /** Queues a record, as JSON, for this event-loop turn's write(), or an earlier one for those who wait. */
  append(json: string, fate: Fate, waiting?: Waiting): void;
  /** Writes what is queued, now. */
  flush(): void;
  /** Ends the current segment, so that it can be read back and, once done with, deleted. */
  seal(): void;
  remove(segment: Segment): void;
  /** Resolves when every removal so far is done. */
  removed(): Promise<void>;
  /** Why nothing can be written at present; undefined when all is well. */
  failure(): string | undefined;
  /** The directory this process owns, created on first success. */
  directory(): string | undefined;
  /** Writes, syncs and closes all files. */
  close(): Promise<void>;
}

interface OpenSegment extends Segment {
  fd: number;
  isDirty: boolean;
}

/**
 * Append-only local journal of one process under `<root>/<writerId>`: one write() for what an event-loop turn brings, or a few, so that `kill -9`
 * loses nothing acknowledged; one fdatasync at most every 10 ms and never two at once, so that a host's crash loses at most that.
 * While the disk refuses, appends fail with `not_ready` and a probe every 250 ms finds out when it works again (`onRecovered`).
 */
export function createJournal(options: {
  root: string;
  writerId: string;
  clock: () => number;
  log: LedgerLog;
  onRecovered: () => void;
}): Journal {
  const { root, writerId, clock, log } = options;
  let directory: string | undefined;
  let current: OpenSegment | undefined;
  const removals = new Set<Promise<void>>();
  let sealed: OpenSegment[] = [];
  let queue: Entry[] = [];
  let buffer = Buffer.allocUnsafe(256 * 1024);
  let nextNumber = 1;
  let failure: string | undefined;
  let awaited = 0;
  let isScheduled = false;
  let syncTimer: NodeJS.Timeout | undefined;
  let syncing: Promise<void> | undefined;
  let probeTimer: NodeJS.Timeout | undefined;

  function openSegment(): OpenSegment {
    directory ??= createOwnedDirectory(root, writerId);
    const path = join(directory, `${String(nextNumber).padStart(10, "0")}.seg`);
    const fd = openSync(path, "wx");
    nextNumber += 1;
    return { path, startedAtMs: clock(), bytes: 0, isSealed: false, fd, isDirty: false };
  }

  function start(): void {
    try {
      directory ??= createOwnedDirectory(root, writerId);
    } catch (error) {
      fail(error);
    }
  }

  function append(json: string, fate: Fate, waiting: Waiting = "nobody"): void {
    if (failure !== undefined) {
      fate.onFailed(refusal(failure), json);
      return;
    }
    queue.push({ json, fate, bytes: 0 });
    if (waiting !== "nobody") {
      awaited += 1;
      // Not at once: nobody's fate may be decided before `append` has returned.
      if (awaited === MOST_AWAITED || waiting === "lone call") process.nextTick(flush);
    }
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    isScheduled = false;
    awaited = 0;
    if (queue.length === 0) return;
    const batch = queue;
    queue = [];
    let capacity = 0;
    for (const { json } of batch) capacity += FRAME_HEADER_BYTES + json.length * 3;
    if (buffer.length < capacity) buffer = Buffer.allocUnsafe(capacity);
    let end = 0;
    for (const entry of batch) {
      const start = end;
      end = writeFrame(buffer, start, entry.json);
      entry.bytes = end - start;
    }
    let segment: OpenSegment;
    try {
      current ??= openSegment();
      segment = current;
      writeFully(segment.fd, buffer, end, segment.bytes);
    } catch (error) {
      const reason = fail(error);
      for (const { fate, json } of batch) fate.onFailed(refusal(reason), json);
      return;
    }
    segment.bytes += end;
    segment.isDirty = true;
    scheduleSync();
    if (segment.bytes >= SEGMENT_BYTES) seal();
    for (const { fate, bytes } of batch) fate.onWritten(segment, bytes);
  }

  function seal(): void {
    if (!current) return;
    current.isSealed = true;
    sealed.push(current);
    current = undefined;
    scheduleSync();
  }

  function fail(error: unknown): string {
    const reason = describeFailure(error);
    if (current) {
      cutBack(current);
      seal();
    }
    directory = undefinedIfGone(error, directory);
    if (failure === undefined)
      log({ level: "error", msg: "journal can't be written, new requests are refused", reason });
    failure = reason;
    if (probeTimer === undefined) {
      probeTimer = setInterval(probe, PROBE_INTERVAL_MS);
      probeTimer.unref();
    }
    return reason;
  }

  /** Removes a half-written frame; if even that fails, the reader's checksums step over it. */
  function cutBack(segment: OpenSegment): void {
    try {
      ftruncateSync(segment.fd, segment.bytes);
    } catch (error) {
      log({
        level: "warn",
        msg: "journal segment keeps a torn end",
        path: segment.path,
        reason: describeFailure(error),
      });
    }
  }

  function probe(): void {
    try {
      directory ??= createOwnedDirectory(root, writerId);
      const path = join(directory, "probe");
      const fd = openSync(path, "w");
      try {
        writeFully(fd, Buffer.alloc(64 * 1024), 64 * 1024, 0);
      } finally {
        closeSync(fd);
        unlinkSync(path);
      }
    } catch (error) {
      directory = undefinedIfGone(error, directory);
      failure = describeFailure(error);
      return;
    }
    clearInterval(probeTimer);
    probeTimer = undefined;
    failure = undefined;
    log({ level: "info", msg: "journal can be written again" });
    options.onRecovered();
  }

  function scheduleSync(): void {
    if (syncTimer !== undefined || syncing) return;
    syncTimer = setTimeout(() => {
      syncTimer = undefined;
      syncing = syncAll().finally(() => {
        syncing = undefined;
        if (sealed.length > 0 || current?.isDirty) scheduleSync();
      });
    }, SYNC_DELAY_MS);
  }

  async function syncAll(): Promise<void> {
    const done = sealed;
    sealed = [];
    for (const segment of done) {
      await sync(segment);
      // In the background, as its removal: where that came first, it is this that frees the blocks.
      await new Promise((resolve) => closeFile(segment.fd, resolve));
    }
    if (current?.isDirty) await sync(current);
  }

  async function sync(segment: OpenSegment): Promise<void> {
    if (!segment.isDirty) return;
    segment.isDirty = false;
    const error = await new Promise<Error | null>((resolve) => fdatasync(segment.fd, resolve));
    if (error) fail(error);
  }

  function remove(segment: Segment): void {
    // In the background: freeing the blocks of a large file takes milliseconds that calls would wait for.
    const removal = unlink(segment.path)
      .catch((error: unknown) =>
        log({
          level: "warn",
          msg: "journal segment can't be deleted, it will be read again at the next start",
          path: segment.path,
          reason: describeFailure(error),
        }),
      )
      .finally(() => removals.delete(removal));
    removals.add(removal);
  }

  async function removed(): Promise<void> {
    await Promise.all(removals);
  }

  async function close(): Promise<void> {
    flush();
    seal();
    clearInterval(probeTimer);
    clearTimeout(syncTimer);
    syncTimer = undefined;
    await syncing;
    clearTimeout(syncTimer);
    await syncAll();
  }

  return { start, append, flush, seal, remove, removed, failure: () => failure, directory: () => directory, close };
}

function writeFully(fd: number, bytes: Buffer, length: number, position: number): void {
  let written = 0;
  while (written < length) written += writeSync(fd, bytes, written, length - written, position + written);
}

function refusal(reason: string): AppError {
  return new AppError(
    "not_ready",
    `Sluice can't record what this request will cost: ${reason} Nothing was sent. Try again shortly.`,
  );
}

/** Someone removed our directory: the next write makes it again. */
function undefinedIfGone(error: unknown, directory: string | undefined): string | undefined {
  return codeOf(error) === "ENOENT" ? undefined : directory;
}

function describeFailure(error: unknown): string {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk that holds its journal is full.";
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") return "the directory of its journal is read-only.";
  return `its journal can't be written (${code ?? "unknown error"}).`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
