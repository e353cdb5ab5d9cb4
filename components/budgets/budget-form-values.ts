import { z } from "zod";
import { type BudgetView, type CreateBudgetInput, createBudgetInput, usdAmount } from "@/lib/contracts/budget";
import { budgetPeriod, budgetScope } from "@/lib/contracts/budget-kinds";
import { displayName } from "@/lib/contracts/display-name";
import { formatNanoUsd, parseUsd } from "@/lib/contracts/money";

const percentText = z
  .string()
  .trim()
  .regex(/^(?:[1-9]\d?|100)?$/, "enter a whole number from 1 to 100, or leave it blank");

/** As the form holds it: every field is what was typed. */
export const budgetForm = z
  .strictObject({
    name: displayName,
    scope: budgetScope,
    scopeId: z.string(),
    period: budgetPeriod,
    rollingHours: z.string().regex(/^[1-9]\d{0,3}$/, "enter whole hours"),
    limitUsd: usdAmount,
    warnAtPercent: percentText,
    degradeAtPercent: percentText,
    blocksAtLimit: z.boolean(),
    isEnabled: z.boolean(),
  })
  .refine(({ scope, scopeId }) => scope === "tenant" || scopeId.trim() !== "", {
    path: ["scopeId"],
    message: "choose what the budget is for",
  });
export type BudgetForm = z.infer<typeof budgetForm>;

export function toForm(budget: BudgetView | null): BudgetForm {
  return {
    name: budget?.name ?? "",
    scope: budget?.scope ?? "tenant",
    scopeId: budget?.scopeId ?? "",
    period: budget?.period ?? "month",
    rollingHours: String(budget?.rollingHours ?? 24),
    limitUsd: budget ? formatNanoUsd(budget.limitNanoUsd) : "",
    warnAtPercent: percentOf(budget ? budget.warnAtPercent : 80),
    degradeAtPercent: percentOf(budget ? budget.degradeAtPercent : null),
    blocksAtLimit: budget?.blocksAtLimit ?? true,
    isEnabled: budget?.isEnabled ?? true,
  };
}

export function toCreateInput(form: BudgetForm): CreateBudgetInput {
  return createBudgetInput.parse({
    name: form.name,
    scope: form.scope,
    scopeId: form.scope === "tenant" ? null : form.scopeId.trim(),
    period: form.period,
    rollingHours: form.period === "rolling" ? Number(form.rollingHours) : null,
    limitUsd: form.limitUsd,
    warnAtPercent: toPercent(form.warnAtPercent),
    degradeAtPercent: toPercent(form.degradeAtPercent),
    blocksAtLimit: form.blocksAtLimit,
  });
}

export const toPercent = (text: string) => (text.trim() === "" ? null : Number(text));

/** Whether the limit as typed is no more than what was spent, so that saving it stops calls. */
export function stopsCalls(limitUsd: string, budget: BudgetView | null): boolean {
  const limit = parseUsd(limitUsd);
  return budget !== null && limit !== undefined && limit <= BigInt(budget.spentNanoUsd);
}

function percentOf(value: number | null): string {
  return value === null ? "" : String(value);
}
