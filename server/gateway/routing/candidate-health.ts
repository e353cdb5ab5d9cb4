import type { ErrorCode } from "@/lib/contracts/errors";
import type { Candidate } from "./candidate";

/** How a candidate does now. `unhealthy` is passed over; `degraded` is only told. */
export interface CandidateHealth {
  state: "degraded" | "unhealthy";
  /** As a sentence. */
  reason: string;
  /** What a client is told where nobody else can serve either. */
  code?: ErrorCode;
  /** When a call may be tried again, as far as it is known. */
  retryAfterSeconds?: number;
}

/** What routing asks about health: one look in memory a candidate, without a promise. */
export interface HealthView {
  /** Undefined is healthy, or not known to be otherwise. */
  of(candidate: Candidate): CandidateHealth | undefined;
}

/** For routes that are asked about without a running gateway, and for what watches nothing. */
export const ALL_HEALTHY: HealthView = { of: () => undefined };
