import type { Candidate } from "@/server/gateway/routing/resolve-model";
import { totalInputTokens, totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";
import type { GatewayParts } from "./gateway-parts";
import type { CallPlan, PlannedCall } from "./plan-call";

/** What an attempt consumed in the end; nothing and 0 where it never went out. */
export interface Consumption {
  counts: UsageCounts;
  costNanoUsd: bigint;
}

/** An attempt's place within every limit and budget it falls under, taken all or nothing. */
export interface Admission {
  /** Told once what was really used; further calls change nothing. */
  release(consumed: Consumption): void;
}

/**
 * Takes a place within all limits that an attempt falls under. Throws `rate_limited` with the seconds to wait, having consumed nothing. A promise
 * only where something outside this process must be asked, so that the usual call waits for nothing.
 */
export function admit(
  { limiter }: Pick<GatewayParts, "limiter">,
  _call: PlannedCall,
  _plan: CallPlan,
  { config }: Candidate,
  estimate: UsageCounts,
): Admission | Promise<Admission> {
  const limited = limiter.admit(config, totalTokens(estimate));
  return { release: ({ counts }) => limited.release(totalTokens(counts)) };
}

function totalTokens(counts: UsageCounts): number {
  return totalInputTokens(counts) + totalOutputTokens(counts);
}
