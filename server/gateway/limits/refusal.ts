import { AppError } from "@/lib/contracts/errors";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import { HOUR_MS, type LimitScope, type RateCell } from "./limit-scope";

/** Why a call may not go on. */
export interface Refusal {
  scope: LimitScope;
  /** Undefined where every place among the parallel calls is taken. */
  rate: RateCell | undefined;
  retryAfterMs: number;
  /** What each rate of each scope owes, in their order. */
  debtsMs: readonly number[];
}

export function toError({ scope, rate, retryAfterMs }: Refusal, limit: LimitStanding): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  const held = rate
    ? `${rate.limit} ${rate.unit} ${rate.periodMs === HOUR_MS ? "an hour" : "a minute"}`
    : `${scope.maxParallelRequests} requests at once`;
  const where = scope.kind === "provider_config" ? "under Providers" : "on the Limits page";
  return new AppError(
    "rate_limited",
    `${subjectOf(scope)} is held to ${held}. Try again in ${retryAfterSeconds} s, or raise the limit ${where} in the console.`,
    { retryAfterSeconds, retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)), limit },
  );
}

function subjectOf({ kind, name }: LimitScope): string {
  switch (kind) {
    case "tenant":
      return `The organization "${name}"`;
    case "api_key":
      return `The API key "${name}"`;
    case "processor":
      return `The processor "${name}"`;
    case "model":
      return `The model "${name}"`;
    case "provider_config":
      return `Provider "${name}"`;
  }
}
