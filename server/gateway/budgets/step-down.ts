/** From the dearest on. Profiles of other names say nothing of what they cost, so nothing is known below them. */
const LADDER: readonly string[] = ["powerful", "balanced", "fast"];

/** A budget that may step calls down, and how much of it is spent. */
export interface SteppingBudget {
  name: string;
  degradeAtPercent: number;
  percentSpent: number;
}

/** What became of a call's profile, and why. */
export interface StepDown {
  budget: string;
  percent: number;
  from: string;
  to: string;
}

/**
 * The profile that a call gets in place of its own while a budget it falls under is near its end: the next one down from the percentage on, the one
 * after that from halfway between it and the limit. Null where none of the budgets is that far, or there is no profile of that name. Pure.
 */
export function stepDown(
  profile: string,
  budgets: readonly SteppingBudget[],
  hasProfile: (name: string) => boolean,
): StepDown | null {
  const rung = LADDER.indexOf(profile);
  if (rung < 0) return null;
  let tightest: SteppingBudget | undefined;
  let steps = 0;
  for (const budget of budgets) {
    const taken = stepsOf(budget);
    const isTighter = taken > steps || (taken === steps && budget.percentSpent > (tightest?.percentSpent ?? 0));
    if (taken === 0 || !isTighter) continue;
    tightest = budget;
    steps = taken;
  }
  if (tightest === undefined) return null;
  const { name, percentSpent } = tightest;
  // Where the second one down is missing, the first one is still cheaper.
  const to = LADDER.slice(rung + 1, rung + 1 + steps).findLast(hasProfile);
  return to === undefined ? null : { budget: name, percent: percentSpent, from: profile, to };
}

function stepsOf({ degradeAtPercent, percentSpent }: SteppingBudget): number {
  if (percentSpent < degradeAtPercent) return 0;
  // A budget that steps down at its limit only takes the second step past it, where it warns instead of blocking.
  const second = Math.max(degradeAtPercent + 1, Math.ceil((degradeAtPercent + 100) / 2));
  return percentSpent < second ? 1 : 2;
}
