import type { AppError } from "@/lib/contracts/errors";
import { failureKind, mayMoveOn, mayPass } from "./failure-kind";

/** More tries than these make a client wait longer than it gains. */
export const MAX_ATTEMPTS = 3;
export const MAX_ATTEMPTS_PER_TARGET = 2;

const BASE_WAIT_MS = 250;
const LONGEST_BACKOFF_MS = 8_000;
/** A provider that asks for a longer wait is not waited for: its client is told instead. */
export const LONGEST_RETRY_AFTER_MS = 8_000;

export interface FailedAttempt {
  error: AppError;
  /** Attempts of this request that went upstream, this one included. */
  attempts: number;
  /** Failures of the upstream since it last answered, of all requests together. */
  failuresInARow: number;
  /** What else could be tried: a candidate that was not called yet, one that was, or nobody. */
  next: "other" | "repeat" | null;
  /** What is left of the cooldown of the one to be tried again. */
  cooldownMs: number;
  /** Takes a retry from the budget of the upstream that the request first went to; asked at most once, when nothing else speaks against it. */
  spendRetry(): boolean;
  /** Until the request's deadline. */
  remainingMs: number;
  isClientGone: boolean;
  /** In [0, 1). */
  random: number;
}

/** `because` goes into the route as the reason. */
export type NextStep =
  | { do: "call_other"; because: string }
  | { do: "call_again"; waitMs: number; because: string }
  | { do: "give_up"; because: string };

/** What follows a failed attempt, before anything of an answer has been shown. Pure, but for the one token it may spend. */
export function decideNextStep({
  error,
  attempts,
  failuresInARow,
  next,
  cooldownMs,
  spendRetry,
  remainingMs,
  isClientGone,
  random,
}: FailedAttempt): NextStep {
  const kind = failureKind(error);
  if (isClientGone || kind === "left") return giveUp("The client went away.");
  if (!mayMoveOn(kind)) return giveUp("Another provider would refuse the same request.");
  if (kind === "local")
    return next === "other"
      ? { do: "call_other", because: "Nothing went out, so the next candidate costs no retry." }
      : giveUp("No other candidate is left.");
  if (attempts >= MAX_ATTEMPTS) return giveUp(`${MAX_ATTEMPTS} attempts were made.`);
  if (next === null) return giveUp("No other candidate is left.");
  if (next === "repeat" && !mayPass(kind)) return giveUp("The same key would be refused again.");
  const retryAfterMs = Math.max(cooldownMs, (error.details.retryAfterSeconds ?? 0) * 1000);
  if (next === "repeat" && retryAfterMs > LONGEST_RETRY_AFTER_MS)
    return giveUp(`The provider asks to wait ${Math.ceil(retryAfterMs / 1000)} s, which is left to the client.`);
  const waitMs = next === "other" ? 0 : waitBeforeRetry(failuresInARow, retryAfterMs, random);
  if (waitMs >= remainingMs) return giveUp("The request's deadline leaves no time for another attempt.");
  if (!spendRetry()) return giveUp("The upstream's retry budget, a tenth of its requests, is used up.");
  return next === "other"
    ? { do: "call_other", because: "The next candidate takes over." }
    : { do: "call_again", waitMs, because: `Tried again after ${Math.round(waitMs)} ms.` };
}

/**
 * Full jitter: anything from nothing to a bound that doubles with each failure in a row. The failures are the upstream's, not the request's:
 * a lone one is retried at once, and the many that an outage leaves behind spread over seconds. `Retry-After` is a floor with the jitter on
 * top, or all who were told the same would come back in the same instant.
 */
export function waitBeforeRetry(failuresInARow: number, retryAfterMs: number, random: number): number {
  const bound = Math.min(LONGEST_BACKOFF_MS, BASE_WAIT_MS * 2 ** (Math.max(1, failuresInARow) - 1));
  return retryAfterMs + random * bound;
}

function giveUp(because: string): NextStep {
  return { do: "give_up", because };
}
