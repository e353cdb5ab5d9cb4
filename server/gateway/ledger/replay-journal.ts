import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { interruptAttempt, interruptRequest } from "./interrupt-request";
import { readFrames } from "./journal-frame";
import { attemptRow, type LedgerRow, requestRow } from "./ledger-row";
import {
  type AttemptIntent,
  type AttemptRecord,
  type JournalRecord,
  journalRecord,
  type RequestOpening,
} from "./records";

export interface ReplayCounters {
  /** Intact records read. */
  records: number;
  /** Stretches of damage stepped over, and frames whose content is not a record. */
  corrupt: number;
}

interface OpenRequest {
  opening: RequestOpening;
  isFinished: boolean;
  attempts: Map<string, { intent: AttemptIntent; progress: UsageCounts | null; settled: AttemptRecord | null }>;
}

/**
 * The rows a dead process left in `directory`: first all settlements and finished requests in the order written, each once; then, for what
 * was left open, interrupted attempts and requests. Reading it twice yields the same rows. Holds one segment, the open requests and the
 * ids of the journal in memory.
 */
export async function* replayJournal(directory: string, counters: ReplayCounters): AsyncGenerator<LedgerRow> {
  const open = new Map<string, OpenRequest>();
  const requestOf = new Map<string, OpenRequest>();
  const settled = new Set<string>();
  const finished = new Set<string>();
  let stoppedAtMs = 0;
  for (const path of await listSegments(directory)) {
    stoppedAtMs = Math.max(stoppedAtMs, Math.floor((await stat(path)).mtimeMs));
    for await (const record of readSegment(path, counters)) {
      if (record.kind === "intent") noteIntent(record.request, record.attempt);
      if (record.kind === "progress") noteProgress(record.attemptId, record.counts);
      if (record.kind === "settled" && !settled.has(record.attempt.attemptId)) {
        settled.add(record.attempt.attemptId);
        yield attemptRow(record.attempt);
        noteSettled(record.attempt);
      }
      if (record.kind === "finished" && !finished.has(record.request.requestId)) {
        finished.add(record.request.requestId);
        yield requestRow(record.request);
        const request = open.get(record.request.requestId);
        if (request) request.isFinished = true;
        forgetIfDone(request);
      }
    }
  }
  for (const request of open.values()) yield* interrupt(request, stoppedAtMs);

  function noteIntent(opening: RequestOpening, intent: AttemptIntent): void {
    if (settled.has(intent.attemptId)) return;
    const known = open.get(opening.requestId);
    const request = known ?? { opening, isFinished: finished.has(opening.requestId), attempts: new Map() };
    if (!known) open.set(opening.requestId, request);
    if (!request.attempts.has(intent.attemptId))
      request.attempts.set(intent.attemptId, { intent, progress: null, settled: null });
    requestOf.set(intent.attemptId, request);
  }

  function noteProgress(attemptId: string, counts: UsageCounts): void {
    const attempt = requestOf.get(attemptId)?.attempts.get(attemptId);
    if (attempt) attempt.progress = counts;
  }

  function noteSettled(record: AttemptRecord): void {
    const request = requestOf.get(record.attemptId);
    const attempt = request?.attempts.get(record.attemptId);
    if (attempt) attempt.settled = record;
    forgetIfDone(request);
  }

  function forgetIfDone(request: OpenRequest | undefined): void {
    if (!request?.isFinished) return;
    for (const attempt of request.attempts.values()) if (attempt.settled === null) return;
    open.delete(request.opening.requestId);
    for (const attemptId of request.attempts.keys()) requestOf.delete(attemptId);
  }
}

/** The records of a dead process's segment, checked against the contract: who knows which version wrote them. */
async function* readSegment(path: string, counters: ReplayCounters): AsyncGenerator<JournalRecord> {
  const noteCorrupt = () => {
    counters.corrupt += 1;
  };
  for (const payload of readFrames(await readFile(path), noteCorrupt)) {
    const record = parseRecord(payload);
    if (record) {
      counters.records += 1;
      yield record;
    } else {
      noteCorrupt();
    }
  }
}

/** Directories at or under `directory` that hold segments: an adopted journal may have adopted others. */
export async function listJournals(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const nested = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => listJournals(join(directory, entry.name))),
  );
  return entries.some((entry) => entry.name.endsWith(".seg")) ? [directory, ...nested.flat()] : nested.flat();
}

async function listSegments(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => name.endsWith(".seg"))
    .sort()
    .map((name) => join(directory, name));
}

function* interrupt(request: OpenRequest, stoppedAtMs: number): Generator<LedgerRow> {
  const records: AttemptRecord[] = [];
  for (const attempt of request.attempts.values()) {
    const record = attempt.settled ?? interruptAttempt(attempt.intent, attempt.progress, stoppedAtMs);
    records.push(record);
    if (attempt.settled === null) yield attemptRow(record);
  }
  if (!request.isFinished) yield requestRow(interruptRequest(request.opening, records, stoppedAtMs));
}

function parseRecord(payload: string): JournalRecord | undefined {
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return journalRecord.safeParse(json).data;
}
