import type { AlertRuleStatus } from "@/lib/contracts/alert";

/** What a rule remembers between two looks. */
export interface RuleState {
  status: AlertRuleStatus;
  /** When it last fired; the cooldown counts from here. */
  lastOpenedAtMs: number | null;
}

export interface RuleTerms {
  threshold: bigint;
  minimumCount: number;
  cooldownMinutes: number;
}

/** One look at the window that ends now. */
export interface Observation {
  /** Null when there was nothing to measure. */
  value: bigint | null;
  count: number;
}

export interface Step {
  state: RuleState;
  transition: "open" | "resolve" | null;
}

const MINUTE_MS = 60_000;

/**
 * The whole of when an alert fires and ends: ok → firing → (acknowledged →) ok. It fires where the threshold is reached and enough was seen,
 * and not within the cooldown of its last firing; it resolves as soon as that is no longer so. Pure, and used for live rules and back-tests alike.
 */
export function advanceRule(state: RuleState, terms: RuleTerms, { value, count }: Observation, nowMs: number): Step {
  const isReached = value !== null && count >= terms.minimumCount && value >= terms.threshold;
  if (state.status !== "ok") {
    if (isReached) return { state, transition: null };
    return { state: { ...state, status: "ok" }, transition: "resolve" };
  }
  if (!isReached) return { state, transition: null };
  const isCooling = state.lastOpenedAtMs !== null && nowMs - state.lastOpenedAtMs < terms.cooldownMinutes * MINUTE_MS;
  if (isCooling) return { state, transition: null };
  return { state: { status: "firing", lastOpenedAtMs: nowMs }, transition: "open" };
}
