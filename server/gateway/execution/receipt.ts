import type { CacheStatus } from "@/lib/contracts/cache";
import type { BudgetStanding } from "@/server/gateway/budgets/create-budget-book";
import type { StepDown } from "@/server/gateway/budgets/step-down";
import type { UsageCounts } from "@/server/gateway/spec/usage";

/** How a request went and what it cost: the figures that go into headers, the playground and the usage page alike. */
export interface Receipt {
  requestId: string;
  /** As the catalog of the tenant names it. */
  model: string;
  provider: string;
  providerConfigId: string;
  providerConfigName: string;
  counts: UsageCounts;
  isUsageEstimated: boolean;
  inputCostNanoUsd: bigint;
  outputCostNanoUsd: bigint;
  /** The sum of the two. */
  costNanoUsd: bigint;
  isPriced: boolean;
  latencyMs: number;
  timeToFirstTokenMs: number | null;
  attemptCount: number;
  cacheStatus: CacheStatus;
  /** What the answer would have cost, had it not come from the cache. */
  savedNanoUsd: bigint;
  warnings: readonly string[];
  /** Where the tightest budget stood when the call was admitted; null where none applies. */
  budget: BudgetStanding | null;
  /** Where a budget put a cheaper profile in place of the call's own. */
  stepDown: StepDown | null;
}
