import type { UsageCounts } from "@/server/gateway/spec/usage";
import { attemptRow, type LedgerRow, payloadOfCarriedRow, requestRow } from "./ledger-row";
import { type IntentText, writeIntent } from "./record-json";
import { type AttemptIntent, type AttemptRecord, type RequestOpening, type RequestRecord, toPayload } from "./records";
import { repeatsIntent, repeatsOpening } from "./repeats-opening";
import { SteadyMap } from "./steady-map";

/** How many ids of closed requests are remembered at least, to ignore a second settle. */
const REMEMBERED = 5_000;

export class OpenAttempt {
  progress: UsageCounts | null = null;
  settled: AttemptRecord | null = null;

  constructor(
    readonly request: OpenRequest,
    readonly intent: AttemptIntent,
    readonly text: IntentText,
  ) {}
}

export class OpenRequest {
  readonly attempts: OpenAttempt[] = [];
  isFinished = false;
  isClosed = false;
  /** The segment in which its first record lies, which counts it until it is finished and every attempt is settled. */
  home: { openRequests: number } | undefined = undefined;

  constructor(readonly opening: RequestOpening) {}

  attempt(attemptId: string): OpenAttempt | undefined {
    for (const attempt of this.attempts) if (attempt.intent.attemptId === attemptId) return attempt;
    return undefined;
  }
}

/** What is under way in this process. Of settlements and finishes it gives the rows of the first ones only. */
export interface OpenRequests {
  open(opening: RequestOpening, intent: AttemptIntent): OpenAttempt;
  /** The intent was never journalled, so nothing was sent. */
  cancel(attempt: OpenAttempt): void;
  progress(attempt: Pick<AttemptIntent, "attemptId" | "requestId">, counts: UsageCounts): OpenAttempt | undefined;
  settle(record: AttemptRecord): LedgerRow | undefined;
  finish(record: RequestRecord, route?: string): LedgerRow | undefined;
  openAttempts(): number;
  /** Every request under way. */
  all(): Iterable<OpenRequest>;
}

export function createOpenRequests(): OpenRequests {
  const requests = new SteadyMap<OpenRequest>();
  const closed = createRecentIds(REMEMBERED);
  let openAttempts = 0;
  /** Found last: a request that ends is asked for twice in a row, for its attempt and for itself. */
  let recent: OpenRequest | undefined;

  function find(requestId: string): OpenRequest | undefined {
    if (recent === undefined || recent.isClosed || recent.opening.requestId !== requestId)
      recent = requests.get(requestId);
    return recent;
  }

  function open(opening: RequestOpening, intent: AttemptIntent): OpenAttempt {
    let request = requests.get(opening.requestId);
    if (request === undefined) {
      request = new OpenRequest(opening);
      requests.set(opening.requestId, request);
    }
    const attempt = new OpenAttempt(request, intent, writeIntent(opening, intent));
    request.attempts.push(attempt);
    openAttempts += 1;
    return attempt;
  }

  function cancel(attempt: OpenAttempt): void {
    const { request } = attempt;
    const index = request.attempts.indexOf(attempt);
    if (index < 0 || request.isClosed) return;
    request.attempts.splice(index, 1);
    if (attempt.settled === null) openAttempts -= 1;
    if (request.attempts.length === 0 && !request.isFinished) {
      requests.delete(request.opening.requestId);
      recent = undefined;
    } else closeIfDone(request);
  }

  function settle(record: AttemptRecord): LedgerRow | undefined {
    const attempt = find(record.requestId)?.attempt(record.attemptId);
    // A request is closed only when all its attempts are settled.
    if (!attempt) return closed.has(record.requestId) ? undefined : attemptRow(record);
    if (attempt.settled !== null) return undefined;
    attempt.settled = record;
    openAttempts -= 1;
    closeIfDone(attempt.request);
    return rowOf(attempt, record);
  }

  function finish(record: RequestRecord, route?: string): LedgerRow | undefined {
    const request = find(record.requestId);
    if (!request) {
      if (closed.has(record.requestId)) return undefined;
      closed.add(record.requestId);
      return requestRow(record, undefined, route);
    }
    if (request.isFinished) return undefined;
    request.isFinished = true;
    closeIfDone(request);
    const written = request.attempts[0]?.text.opening;
    return requestRow(record, repeatsOpening(record, request.opening) ? written : undefined, route);
  }

  function closeIfDone(request: OpenRequest): void {
    if (!request.isFinished) return;
    for (const attempt of request.attempts) if (attempt.settled === null) return;
    requests.delete(request.opening.requestId);
    closed.add(request.opening.requestId);
    request.isClosed = true;
    if (request.home) request.home.openRequests -= 1;
  }

  function progress(
    { requestId, attemptId }: Pick<AttemptIntent, "attemptId" | "requestId">,
    counts: UsageCounts,
  ): OpenAttempt | undefined {
    const attempt = find(requestId)?.attempt(attemptId);
    if (!attempt || attempt.settled !== null) return undefined;
    attempt.progress = counts;
    return attempt;
  }

  return { open, cancel, progress, settle, finish, openAttempts: () => openAttempts, all: () => requests.values() };
}

function rowOf({ intent, text }: OpenAttempt, record: AttemptRecord): LedgerRow {
  return attemptRow(record, repeatsIntent(record, intent) ? text.intent : undefined);
}

/** Lines of the journal for everything that must outlive the segment it was first written to, while `request` is open. */
export function payloadsOf(request: OpenRequest): string[] {
  const payloads: string[] = [];
  for (const attempt of request.attempts) {
    const { intent, progress, settled, text } = attempt;
    payloads.push(text.payload);
    if (settled !== null) payloads.push(payloadOfCarriedRow(rowOf(attempt, settled)));
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
