import type { UsageCounts } from "@/server/gateway/spec/usage";
import { attemptRow, payloadOfCarriedRow } from "./ledger-row";
import { type AttemptIntent, type AttemptRecord, type RequestOpening, toPayload } from "./records";
import { SteadyMap } from "./steady-map";

/** How many ids of closed requests and attempts are remembered at least, to ignore a second settle. */
const REMEMBERED = 5_000;

export interface OpenAttempt {
  intent: AttemptIntent;
  request: OpenRequest;
  progress: UsageCounts | null;
  settled: AttemptRecord | null;
}

export interface OpenRequest {
  opening: RequestOpening;
  attempts: OpenAttempt[];
  isFinished: boolean;
  isClosed: boolean;
  /** The segment in which its first record lies, which counts it until it is finished and every attempt is settled. */
  home: { openRequests: number } | undefined;
}

/** What is under way in this process. Answers whether a settle or finish is the first one. */
export interface OpenRequests {
  open(opening: RequestOpening, intent: AttemptIntent): OpenRequest;
  /** The intent was never journalled, so nothing was sent. */
  cancel(attemptId: string): void;
  progress(attemptId: string, counts: UsageCounts): OpenAttempt | undefined;
  settle(record: AttemptRecord): boolean;
  finish(requestId: string): boolean;
  openAttempts(): number;
  /** Every request under way. */
  all(): Iterable<OpenRequest>;
}

export function createOpenRequests(): OpenRequests {
  const requests = new SteadyMap<OpenRequest>();
  const attempts = new SteadyMap<OpenAttempt>();
  const closed = createRecentIds(REMEMBERED);
  let openAttempts = 0;

  function open(opening: RequestOpening, intent: AttemptIntent): OpenRequest {
    const request = requests.get(opening.requestId) ?? {
      opening,
      attempts: [],
      isFinished: false,
      isClosed: false,
      home: undefined,
    };
    requests.set(opening.requestId, request);
    const attempt: OpenAttempt = { intent, request, progress: null, settled: null };
    request.attempts.push(attempt);
    attempts.set(intent.attemptId, attempt);
    openAttempts += 1;
    return request;
  }

  function cancel(attemptId: string): void {
    const attempt = attempts.get(attemptId);
    if (!attempt) return;
    attempts.delete(attemptId);
    attempt.request.attempts = attempt.request.attempts.filter((each) => each !== attempt);
    if (attempt.settled === null) openAttempts -= 1;
    if (attempt.request.attempts.length === 0 && !attempt.request.isFinished)
      requests.delete(attempt.request.opening.requestId);
    else closeIfDone(attempt.request);
  }

  function settle(record: AttemptRecord): boolean {
    if (closed.has(record.attemptId)) return false;
    const attempt = attempts.get(record.attemptId);
    if (!attempt) {
      closed.add(record.attemptId);
      return true;
    }
    if (attempt.settled !== null) return false;
    attempt.settled = record;
    openAttempts -= 1;
    closeIfDone(attempt.request);
    return true;
  }

  function finish(requestId: string): boolean {
    if (closed.has(requestId)) return false;
    const request = requests.get(requestId);
    if (!request) {
      closed.add(requestId);
      return true;
    }
    if (request.isFinished) return false;
    request.isFinished = true;
    closeIfDone(request);
    return true;
  }

  function closeIfDone(request: OpenRequest): void {
    if (!request.isFinished) return;
    for (const attempt of request.attempts) if (attempt.settled === null) return;
    requests.delete(request.opening.requestId);
    closed.add(request.opening.requestId);
    for (const { intent } of request.attempts) {
      attempts.delete(intent.attemptId);
      closed.add(intent.attemptId);
    }
    request.isClosed = true;
    if (request.home) request.home.openRequests -= 1;
  }

  function progress(attemptId: string, counts: UsageCounts): OpenAttempt | undefined {
    const attempt = attempts.get(attemptId);
    if (!attempt || attempt.settled !== null) return undefined;
    attempt.progress = counts;
    return attempt;
  }

  return { open, cancel, progress, settle, finish, openAttempts: () => openAttempts, all: () => requests.values() };
}

/** Lines of the journal for everything that must outlive the segment it was first written to, while `request` is open. */
export function payloadsOf(request: OpenRequest): string[] {
  const payloads: string[] = [];
  for (const { intent, progress, settled } of request.attempts) {
    payloads.push(toPayload({ kind: "intent", request: request.opening, attempt: intent }));
    if (settled !== null) payloads.push(payloadOfCarriedRow(attemptRow(settled)));
    else if (progress !== null)
      payloads.push(toPayload({ kind: "progress", attemptId: intent.attemptId, counts: progress }));
  }
  return payloads;
}

/** Remembers the last `size` ids at least, twice as many at most. */
function createRecentIds(size: number): { has(id: string): boolean; add(id: string): void } {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (id) => young.has(id) || old.has(id),
    add(id) {
      young.add(id);
      if (young.size < size) return;
      old = young;
      young = new Set();
    },
  };
}
