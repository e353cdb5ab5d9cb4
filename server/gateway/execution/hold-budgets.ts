import { AppError } from "@/lib/contracts/errors";
import type { BudgetBook, BudgetStanding, Held } from "@/server/gateway/budgets/create-budget-book";
import { budgetsOf } from "@/server/gateway/budgets/index-budgets";
import { affordableOutput, mostCost } from "@/server/gateway/budgets/most-cost";
import type { BudgetEntry } from "@/server/gateway/config/config-store";
import type { BudgetHold } from "@/server/gateway/ledger/records";
import { priceAt } from "@/server/gateway/prices/price-schedule";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { Price } from "@/server/gateway/spec/price";
import type { AdmittedCall } from "./admit";
import type { CallBound } from "./bound-call";
import type { CallPlan } from "./plan-call";

/** What a call holds in its budgets, and what they ask of it. */
export interface BudgetAdmission {
  holds: readonly BudgetHold[];
  standing: BudgetStanding;
  warnings: readonly string[];
  /** Set where the request has to be bounded for the hold to cover it. */
  maxOutputTokens: number | undefined;
  release(costNanoUsd: bigint | null): void;
}

/** A shorter answer than this serves nobody: rather none, and a clear error. */
const LEAST_OUTPUT_TOKENS = 1_024;

/**
 * Holds what an attempt may cost in every budget it falls under. Undefined where there is none, or where it costs nothing. Throws what the book throws,
 * and `model_unpriced` where nobody knows what it may cost.
 */
export function holdBudgets(
  book: BudgetBook,
  call: AdmittedCall,
  { tenant, processorId }: CallPlan,
  { model }: Candidate,
): BudgetAdmission | Promise<BudgetAdmission> | undefined {
  if (tenant.budgets === null) return undefined;
  const { apiKeyId, userId } = call.caller;
  const budgets = budgetsOf(tenant.budgets, { apiKeyId, userId, processorId, model: model.modelId });
  if (budgets.length === 0) return undefined;
  const bound = call.bound(model);
  const price = priceAt(model, Date.now());
  const amount = mostCost(bound.usage, price, call.type === "llm");
  if (amount === null || price === null) throw unpriced(budgets, model.modelId);
  if (amount === 0n) return undefined;
  const ask = {
    budgets,
    timeZone: tenant.timeZone,
    amount,
    shrink: (left: bigint) => shrink(bound, price, left),
  };
  const held = book.hold(ask);
  const admit = (got: Held) => admissionOf(got, bound, price, amount);
  return held instanceof Promise ? held.then(admit) : admit(held);
}

/** The hold for the longest answer that `left` pays for; undefined where that is too short to be of use. */
function shrink({ usage, output }: CallBound, price: Price, left: bigint): bigint | undefined {
  if (output === null) return undefined;
  const tokens = Math.floor(affordableOutput(usage, price, left) / output.choices);
  if (tokens >= output.most || tokens < Math.min(LEAST_OUTPUT_TOKENS, output.most)) return undefined;
  return mostCost({ ...usage, outputTokens: tokens * output.choices }, price, true) ?? undefined;
}

function admissionOf(held: Held, { usage, output }: CallBound, price: Price, wanted: bigint): BudgetAdmission {
  const warnings = [...held.warnings];
  let maxOutputTokens: number | undefined;
  if (output !== null && held.amount < wanted) {
    maxOutputTokens = Math.floor(affordableOutput(usage, price, held.amount) / output.choices);
    warnings.push(`The output was bounded to ${maxOutputTokens} tokens, which is what the budget has left for it.`);
  } else if (output?.isOurs) {
    maxOutputTokens = output.most;
    warnings.push(
      `The output was bounded to ${output.most} tokens, because a budget applies. Set max_tokens for more.`,
    );
  }
  return {
    holds: held.holds,
    standing: held.standing,
    warnings,
    maxOutputTokens,
    release: (cost) => held.release(cost),
  };
}

function unpriced([budget]: readonly BudgetEntry[], modelId: string): AppError {
  return new AppError(
    "model_unpriced",
    `"${modelId}" has no price, and the budget "${budget?.name}" lets nothing past whose cost is unknown. Set its price under Models in the console, or name a model that has one.`,
    { param: "model" },
  );
}
