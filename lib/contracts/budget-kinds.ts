import { z } from "zod";

/** What a budget is put on. `user` is a member, for the calls made in the console. */
export const BUDGET_SCOPES = ["tenant", "api_key", "processor", "user", "model"] as const;
export const budgetScope = z.enum(BUDGET_SCOPES);
export type BudgetScope = z.infer<typeof budgetScope>;

/** `rolling` is the last so many hours, whatever the calendar says. */
export const BUDGET_PERIODS = ["day", "week", "month", "rolling"] as const;
export const budgetPeriod = z.enum(BUDGET_PERIODS);
export type BudgetPeriod = z.infer<typeof budgetPeriod>;
