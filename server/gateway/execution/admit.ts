import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { BudgetStanding } from "@/server/gateway/budgets/create-budget-book";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import type { BudgetHold } from "@/server/gateway/ledger/records";
import type { Place } from "@/server/gateway/limits/create-limiter";
import { scopesOfAttempt, scopesOfRequest } from "@/server/gateway/limits/tenant-limits";
import { tighterOf } from "@/server/gateway/limits/to-standing";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import { totalInputTokens, totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";
import type { CallBound } from "./bound-call";
import type { GatewayParts } from "./gateway-parts";
import { type BudgetAdmission, holdBudgets } from "./hold-budgets";
import type { CallPlan, PlannedCall } from "./plan-call";

/** What an attempt consumed in the end; nothing and 0 where it never went out. */
export interface Consumption {
  counts: UsageCounts;
  costNanoUsd: bigint;
  /** False where something was consumed whose cost nobody knows. */
  isPriced: boolean;
}

/** A call that can tell what it may consume at most. */
export interface AdmittedCall extends PlannedCall {
  /** Counted only where a budget applies. */
  bound(model: ModelEntry): CallBound;
}

/** An attempt's place within every limit and budget it falls under, taken all or nothing. */
export interface Admission {
  /** For the journal; absent where no budget applies, as all that follows. */
  holds?: readonly BudgetHold[];
  standing?: BudgetStanding;
  warnings?: readonly string[];
  /** The request must ask for no more output than this. */
  maxOutputTokens?: number | undefined;
  /** Told once what was really used; further calls change nothing. */
  release(consumed: Consumption): void;
}

/**
 * Takes a request's place within the limits of its tenant, API key and processor: once, however often it is tried, and given back when it ends.
 * Throws `rate_limited` with the time to wait, having consumed nothing. A promise only where it must wait or something outside this process
 * must be asked, so that the usual call waits for nothing.
 */
export function admitRequest(
  { limiter }: Pick<GatewayParts, "limiter">,
  { caller, options }: PlannedCall,
  { tenant: { limits }, processorId }: CallPlan,
  estimate: UsageCounts,
): Place | Promise<Place> {
  const scopes = scopesOfRequest(limits, caller.apiKeyId, processorId);
  return limiter.take(scopes, totalTokens(estimate), options.signal, limits.queueMs);
}

/**
 * Takes an attempt's place within the limits of the provider config it goes to and of its model. Throws `rate_limited`, having consumed nothing:
 * the candidate falls out. Throws `budget_exceeded` where a budget has too little left. Only where no other is left (`isLast`) is it waited for.
 */
export function admit(
  parts: Pick<GatewayParts, "limiter" | "budgets">,
  call: AdmittedCall,
  plan: CallPlan,
  candidate: Candidate,
  estimate: UsageCounts,
  isLast: boolean,
  standing: LimitStanding | null,
): Admission | Promise<Admission> {
  const place = admitToLimits(parts, call, plan, candidate, estimate, isLast, standing);
  if (plan.tenant.budgets === null) return place;
  const hold = (taken: Admission) => admitToBudgets(taken, () => holdBudgets(parts.budgets, call, plan, candidate));
  return place instanceof Promise ? place.then(hold) : hold(place);
}

function admitToLimits(
  { limiter }: Pick<GatewayParts, "limiter">,
  { caller, options }: PlannedCall,
  { tenant: { limits } }: CallPlan,
  { config, model }: Candidate,
  estimate: UsageCounts,
  isLast: boolean,
  standing: LimitStanding | null,
): Admission | Promise<Admission> {
  const scopes = scopesOfAttempt(limits, config.id, model.modelId);
  if (scopes.length === 0) {
    if (standing) caller.listener?.showLimits(standing);
    return UNLIMITED;
  }
  const place = limiter.take(scopes, totalTokens(estimate), options.signal, isLast ? limits.queueMs : 0);
  const tell = (taken: Place): Admission => {
    const tightest = tighterOf(standing, taken.standing);
    if (tightest) caller.listener?.showLimits(tightest);
    return { release: ({ counts }) => taken.release(totalTokens(counts)) };
  };
  return place instanceof Promise ? place.then(tell) : tell(place);
}

/** Gives the place back where no budget has money for it. */
function admitToBudgets(place: Admission, hold: () => ReturnType<typeof holdBudgets>): Admission | Promise<Admission> {
  const giveBack = (error: unknown): never => {
    place.release({ counts: {}, costNanoUsd: 0n, isPriced: true });
    throw error;
  };
  let held: ReturnType<typeof holdBudgets>;
  try {
    held = hold();
  } catch (error) {
    return giveBack(error);
  }
  if (held === undefined) return place;
  return held instanceof Promise ? held.then((budget) => join(place, budget), giveBack) : join(place, held);
}

function join(place: Admission, budget: BudgetAdmission): Admission {
  const { holds, standing, warnings, maxOutputTokens } = budget;
  return {
    holds,
    standing,
    warnings,
    maxOutputTokens,
    release(consumed) {
      place.release(consumed);
      budget.release(consumed.isPriced ? consumed.costNanoUsd : null);
    },
  };
}

/** Of an attempt that falls under no limit. */
export const UNLIMITED: Admission = { release: () => undefined };

export function totalTokens(counts: UsageCounts): number {
  return totalInputTokens(counts) + totalOutputTokens(counts);
}
