import { z } from "zod";
import { budgetView } from "./budget";
import { usageTotals } from "./usage";

export const setupStep = z.enum(["provider", "default_model", "api_key", "first_request", "budget"]);

/** The home page: what is left to set up, and the last 24 hours. */
export const overviewView = z.object({
  steps: z.array(z.object({ step: setupStep, isDone: z.boolean() })),
  last24h: usageTotals,
  hours: z.array(
    z.object({
      start: z.date(),
      requestCount: z.number().int(),
      errorCount: z.number().int(),
      costNanoUsd: z.string(),
    }),
  ),
  /** Of the budgets in force the one nearest its limit; null where there is none. */
  tightestBudget: budgetView.nullable(),
  unpricedModelCount: z.number().int(),
  timeZone: z.string(),
  asOf: z.date(),
});
export type OverviewView = z.infer<typeof overviewView>;
