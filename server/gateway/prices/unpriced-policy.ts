import { AppError } from "@/lib/contracts/errors";
import type { UnpricedPolicy } from "@/lib/contracts/price";

/**
 * Whether a model without any price may be called. Never under a budget: what it costs could not be counted against it. Under `estimate` a
 * model for which there is something to estimate by has a price, marked as such, so that only those without one are asked about here.
 */
export function mayCallUnpriced(policy: UnpricedPolicy, hasBudget: boolean): boolean {
  return policy !== "block" && !hasBudget;
}

/** Throws `model_unpriced`, which names the fix, unless the model may be called without a price. */
export function requireCallable(policy: UnpricedPolicy, hasBudget: boolean, modelId: string): void {
  if (mayCallUnpriced(policy, hasBudget)) return;
  const why = hasBudget
    ? "a budget applies to this call, and what the model costs could not be counted against it"
    : "this organization blocks calls to models without a price";
  throw new AppError(
    "model_unpriced",
    `No price is known for "${modelId}", and ${why}. Set its price under Prices in the console.`,
    { param: "model" },
  );
}
