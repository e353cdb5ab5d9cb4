import type { AttemptView } from "@/lib/contracts/request";

export interface AttemptBar {
  attempt: AttemptView;
  /** Shares of the whole span, 0 to 1. */
  start: number;
  length: number;
  /** How much of the attempt's own length passed before the first token; null when it is not known. */
  untilFirstToken: number | null;
  /** After the first attempt's start. */
  startedAfterMs: number;
}

/** Where each attempt lies on a common line of time, from the first start to the last end. */
export function layOutAttempts(attempts: AttemptView[]): AttemptBar[] {
  const first = Math.min(...attempts.map((attempt) => attempt.startedAt.getTime()));
  const last = Math.max(...attempts.map((attempt) => attempt.startedAt.getTime() + attempt.latencyMs));
  const spanMs = Math.max(1, last - first);
  return attempts.map((attempt) => {
    const startedAfterMs = attempt.startedAt.getTime() - first;
    return {
      attempt,
      startedAfterMs,
      start: startedAfterMs / spanMs,
      length: attempt.latencyMs / spanMs,
      untilFirstToken:
        attempt.timeToFirstTokenMs === null || attempt.latencyMs === 0
          ? null
          : Math.min(1, attempt.timeToFirstTokenMs / attempt.latencyMs),
    };
  });
}
