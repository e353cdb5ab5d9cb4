import { z } from "zod";
import { budgetPeriod, budgetScope } from "./budget-kinds";
import { displayName } from "./display-name";
import { parseUsd } from "./money";

/** "12.5": USD with at most nine digits after the point. */
export const usdAmount = z
  .string()
  .trim()
  .refine(
    (text) => parseUsd(text) !== undefined,
    "enter an amount in USD such as 12.50, with at most nine digits after the point",
  );

const percent = z.number().int().min(1).max(100);

/** What may be changed later; what a budget is put on and how long it runs is settled when it is made. */
const changeable = {
  name: displayName,
  limitUsd: usdAmount,
  warnAtPercent: percent.nullable(),
  degradeAtPercent: percent.nullable(),
  blocksAtLimit: z.boolean(),
};

export const createBudgetInput = z
  .strictObject({
    ...changeable,
    scope: budgetScope,
    /** Id of the key, processor or member, or a model's id; null for the whole organization. */
    scopeId: z.string().trim().min(1).max(200).nullable(),
    period: budgetPeriod,
    rollingHours: z.number().int().min(1).max(8_784).nullable(),
    warnAtPercent: percent.nullable().default(80),
    degradeAtPercent: percent.nullable().default(null),
    blocksAtLimit: z.boolean().default(true),
  })
  .refine(({ scope, scopeId }) => (scope === "tenant") === (scopeId === null), {
    path: ["scopeId"],
    message: "choose what the budget is for",
  })
  .refine(({ period, rollingHours }) => (period === "rolling") === (rollingHours !== null), {
    path: ["rollingHours"],
    message: "say how many hours a rolling budget looks back, and only for one",
  });
export type CreateBudgetInput = z.infer<typeof createBudgetInput>;

export const updateBudgetInput = z.strictObject({
  ...changeable,
  id: z.uuid(),
  /** As it was read: another change meanwhile is a conflict. */
  version: z.number().int(),
  isEnabled: z.boolean(),
});
export type UpdateBudgetInput = z.infer<typeof updateBudgetInput>;

export const budgetIdInput = z.strictObject({ id: z.uuid() });

/** Money is nano-USD as decimal strings. */
export const budgetView = z.object({
  id: z.string(),
  name: z.string(),
  scope: budgetScope,
  scopeId: z.string().nullable(),
  /** Null for the organization, and where what it names is gone. */
  scopeName: z.string().nullable(),
  period: budgetPeriod,
  rollingHours: z.number().int().nullable(),
  limitNanoUsd: z.string(),
  spentNanoUsd: z.string(),
  /** Held for calls under way and in slices of replicas: spent and this together never pass the limit. */
  reservedNanoUsd: z.string(),
  warnAtPercent: z.number().int().nullable(),
  degradeAtPercent: z.number().int().nullable(),
  blocksAtLimit: z.boolean(),
  isEnabled: z.boolean(),
  version: z.number().int(),
  startsAt: z.date(),
  resetsAt: z.date(),
  /** Of calendar budgets, if spending goes on as it has; null before there is anything to go by. */
  forecastNanoUsd: z.string().nullable(),
  /** When the limit would be reached; null when not in this window. */
  exhaustedAt: z.date().nullable(),
});
export type BudgetView = z.infer<typeof budgetView>;

export const budgetList = z.object({ budgets: z.array(budgetView), timeZone: z.string(), asOf: z.date() });
export type BudgetList = z.infer<typeof budgetList>;

/** Spending of the running window as it grew, and where it is heading. */
export const burnDown = z.object({
  budget: budgetView,
  timeZone: z.string(),
  asOf: z.date(),
  points: z.array(
    z.object({
      at: z.date(),
      /** Up to then; null for times to come. */
      spentNanoUsd: z.string().nullable(),
      /** Lowest and highest that spending goes to at the rates of its slowest and its fastest day so far; null for times past. */
      lowNanoUsd: z.string().nullable(),
      highNanoUsd: z.string().nullable(),
    }),
  ),
});
export type BurnDown = z.infer<typeof burnDown>;

/** What budgets may be put on, by name. */
export const budgetTargets = z.object({
  apiKeys: z.array(z.object({ id: z.string(), name: z.string() })),
  processors: z.array(z.object({ id: z.string(), name: z.string() })),
  members: z.array(z.object({ id: z.string(), name: z.string() })),
  models: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type BudgetTargets = z.infer<typeof budgetTargets>;
