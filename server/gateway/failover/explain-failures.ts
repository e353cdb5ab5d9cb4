import { AppError } from "@/lib/contracts/errors";
import type { Refusal } from "@/server/gateway/health/target";
import { failureKind } from "./failure-kind";

/** A candidate that was called in vain. */
export interface Tried {
  name: string;
  error: AppError;
}

/** A candidate that was not called at all. */
export interface PassedOver {
  name: string;
  refusal: Refusal;
}

/** What a request ends with that nobody served: the first error tells the most, and the others stand beside it. */
export function explainFailures(tried: readonly Tried[], passedOver: readonly PassedOver[], nowMs: number): AppError {
  const [first, ...others] = tried;
  if (first === undefined) return allPassedOver(passedOver, nowMs);
  const last = tried.at(-1)?.error ?? first.error;
  // A provider that says what is wrong with the request tells more than one that could not be reached before it.
  if (failureKind(last) === "request" || failureKind(last) === "left") return last;
  const more = [
    ...others.map(({ name, error }) => `${name}: ${error.message}`),
    ...passedOver.map(({ name, refusal }) => `${name} was passed over: ${refusal.reason}`),
  ];
  if (more.length === 0) return first.error;
  return new AppError(first.error.code, `${first.error.message} Also tried: ${more.join(" ")}`, first.error.details, {
    cause: first.error,
  });
}

/** Where all stand back for the same reason, the client hears of that; it knows best what to do about it. */
export function codeOfRefusal({ kind }: Refusal): AppError["code"] {
  if (kind === "limit") return "provider_rate_limited";
  if (kind === "quota") return "provider_quota_exceeded";
  return kind === "upstream" ? "upstreams_unavailable" : "provider_auth_failed";
}

function allPassedOver(passedOver: readonly PassedOver[], nowMs: number): AppError {
  const [first] = passedOver;
  if (first === undefined) return new AppError("internal");
  const retryAtMs = Math.min(...passedOver.map(({ refusal }) => refusal.retryAtMs));
  const retryAfterSeconds = Math.max(1, Math.ceil((retryAtMs - nowMs) / 1000));
  const isOneReason = passedOver.every(({ refusal }) => refusal.kind === first.refusal.kind);
  const code = isOneReason ? codeOfRefusal(first.refusal) : "upstreams_unavailable";
  const reasons = passedOver.map(({ name, refusal }) => `${name}: ${refusal.reason}`).join(" ");
  return new AppError(
    code,
    `No provider of this model takes calls right now, so none was made. ${reasons} Try again in ${retryAfterSeconds} s, or close the circuit under Providers in the console.`,
    { retryAfterSeconds },
  );
}
