import type { BudgetView } from "@/lib/contracts/budget";

/** Whole percent of the limit, rounded down: 100 only when it is reached. */
export function percentSpent({
  spentNanoUsd,
  limitNanoUsd,
}: Pick<BudgetView, "spentNanoUsd" | "limitNanoUsd">): number {
  const limit = BigInt(limitNanoUsd);
  return limit === 0n ? 100 : Number((BigInt(spentNanoUsd) * 100n) / limit);
}
