import type { ModelType } from "@/lib/contracts/model-type";
import type { BudgetBook } from "@/server/gateway/budgets/create-budget-book";
import { budgetsOf } from "@/server/gateway/budgets/index-budgets";
import { type StepDown, type SteppingBudget, stepDown } from "@/server/gateway/budgets/step-down";
import type { BudgetEntry } from "@/server/gateway/config/config-store";
import type { OperatorSnapshot } from "@/server/gateway/config/operator-snapshot";
import { type EffectiveConfig, hasProfile } from "@/server/gateway/config/resolve-effective";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { Caller } from "./caller";

interface FoundStep {
  step: StepDown | null;
  /** Budgets of which this replica was not told yet what is spent. */
  unknown: readonly BudgetEntry[];
}

const NONE: FoundStep = { step: null, unknown: [] };

/**
 * Whether a budget that the call falls under puts a cheaper profile in place of its own. A budget on a model counts where it is the profile's first.
 * A model that the request or a processor's override names is not stepped down from: who named it meant it.
 */
export function findStep(
  book: Pick<BudgetBook, "percentSpent">,
  tenant: TenantSnapshot,
  operator: OperatorSnapshot,
  { apiKeyId, userId }: Pick<Caller, "apiKeyId" | "userId">,
  type: ModelType,
  { profile, processor, targets }: EffectiveConfig,
): FoundStep {
  const { budgets, timeZone } = tenant;
  if (budgets === null || profile === null || typeof targets !== "object" || targets.tier === "processor") return NONE;
  const model = targets.value[0]?.model ?? "";
  const stepping: SteppingBudget[] = [];
  const unknown: BudgetEntry[] = [];
  for (const budget of budgetsOf(budgets, { apiKeyId, userId, processorId: processor?.value.id ?? null, model })) {
    const { name, degradeAtPercent } = budget;
    if (degradeAtPercent === null) continue;
    const percentSpent = book.percentSpent(budget, timeZone);
    if (percentSpent === null) unknown.push(budget);
    else stepping.push({ name, degradeAtPercent, percentSpent });
  }
  const has = (name: string) => hasProfile(tenant, operator, name, type);
  return { step: stepDown(profile.value, stepping, has), unknown };
}
