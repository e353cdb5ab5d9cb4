import type { BudgetScope } from "@/lib/contracts/budget-kinds";
import type { BudgetEntry } from "@/server/gateway/config/config-store";

/** A tenant's budgets, found by what they are put on. */
export interface BudgetIndex {
  /** On the whole tenant. */
  readonly all: readonly BudgetEntry[];
  /** By the id of what they are put on. */
  readonly on: Readonly<Record<Exclude<BudgetScope, "tenant">, ReadonlyMap<string, readonly BudgetEntry[]>>>;
}

/** What an attempt would be charged to. */
export interface BudgetedCall {
  apiKeyId: string | null;
  userId: string | null;
  processorId: string | null;
  /** Of the attempt, not as the client wrote it: a fallback is charged to its own. */
  model: string;
}

export function indexBudgets(budgets: readonly BudgetEntry[]): BudgetIndex | null {
  if (budgets.length === 0) return null;
  const all: BudgetEntry[] = [];
  const on = {
    api_key: new Map<string, BudgetEntry[]>(),
    processor: new Map<string, BudgetEntry[]>(),
    user: new Map<string, BudgetEntry[]>(),
    model: new Map<string, BudgetEntry[]>(),
  };
  for (const budget of budgets) {
    const { scope, scopeId } = budget;
    if (scope === "tenant") {
      all.push(budget);
    } else if (scopeId !== null) {
      const known = on[scope].get(scopeId);
      if (known) known.push(budget);
      else on[scope].set(scopeId, [budget]);
    }
  }
  return { all, on };
}

/** Every budget that an attempt falls under. */
export function budgetsOf({ all, on }: BudgetIndex, call: BudgetedCall): readonly BudgetEntry[] {
  const { apiKeyId, processorId, userId, model } = call;
  let found = all;
  if (apiKeyId !== null) found = join(found, on.api_key.get(apiKeyId));
  if (processorId !== null) found = join(found, on.processor.get(processorId));
  if (userId !== null) found = join(found, on.user.get(userId));
  return join(found, on.model.get(model));
}

function join(found: readonly BudgetEntry[], more: readonly BudgetEntry[] | undefined): readonly BudgetEntry[] {
  if (more === undefined) return found;
  return found.length === 0 ? more : [...found, ...more];
}
