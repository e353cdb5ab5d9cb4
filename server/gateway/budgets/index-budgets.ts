import type { BudgetScope } from "@/lib/contracts/budget-kinds";
import type { BudgetEntry } from "@/server/gateway/config/config-store";

/** A tenant's budgets, found by what they are put on. */
export type BudgetIndex = ReadonlyMap<string, readonly BudgetEntry[]>;

/** What an attempt would be charged to. */
export interface BudgetedCall {
  apiKeyId: string | null;
  userId: string | null;
  processorId: string | null;
  /** Of the attempt, not as the client wrote it: a fallback is charged to its own. */
  model: string;
}

const NONE: readonly BudgetEntry[] = [];

export function indexBudgets(budgets: readonly BudgetEntry[]): BudgetIndex | null {
  if (budgets.length === 0) return null;
  const index = new Map<string, BudgetEntry[]>();
  for (const budget of budgets) {
    const key = keyOf(budget.scope, budget.scopeId);
    const known = index.get(key);
    if (known) known.push(budget);
    else index.set(key, [budget]);
  }
  return index;
}

/** Every budget that an attempt falls under. */
export function budgetsOf(index: BudgetIndex, call: BudgetedCall): readonly BudgetEntry[] {
  let found = index.get(keyOf("tenant", null)) ?? NONE;
  const add = (scope: BudgetScope, scopeId: string | null) => {
    const more = scopeId === null ? undefined : index.get(keyOf(scope, scopeId));
    if (more) found = found.length === 0 ? more : [...found, ...more];
  };
  add("api_key", call.apiKeyId);
  add("processor", call.processorId);
  add("user", call.userId);
  add("model", call.model);
  return found;
}

function keyOf(scope: BudgetScope, scopeId: string | null): string {
  return scopeId === null ? scope : `${scope} ${scopeId}`;
}
