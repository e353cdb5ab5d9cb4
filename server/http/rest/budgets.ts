import { z } from "zod";
import { budgetIdInput, budgetList, budgetView, createBudgetInput, updateBudgetInput } from "@/lib/contracts/budget";
import { createBudget } from "@/server/services/budgets/create-budget";
import { deleteBudget } from "@/server/services/budgets/delete-budget";
import { listBudgets } from "@/server/services/budgets/list-budgets";
import { updateBudget } from "@/server/services/budgets/update-budget";
import { idOf } from "./id-of";
import { type RestRoute, restRoute } from "./rest-route";

export const budgetRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/budgets",
    permission: "budgets.read",
    summary: "Every budget with what is spent and reserved of it, and when it resets. Money is nano-USD.",
    input: z.strictObject({}),
    output: budgetList,
    handle: async ({ context }) => ({ status: 200, body: await listBudgets(context) }),
  }),
  restRoute({
    method: "POST",
    path: "/api/budgets",
    permission: "budgets.write",
    summary: "Puts a cap on spending. It counts what was spent in its period already. 409 for a name that is taken.",
    input: createBudgetInput,
    output: budgetView,
    handle: async ({ context, input }) => ({ status: 201, body: await createBudget(context, input) }),
  }),
  restRoute({
    method: "POST",
    path: "/api/budgets/:id",
    permission: "budgets.write",
    summary: "Changes a budget, given the version it was read at. 409 where somebody changed it meanwhile.",
    input: updateBudgetInput.omit({ id: true }),
    output: budgetView,
    handle: async ({ context, params, input }) => ({
      status: 200,
      body: await updateBudget(context, { ...input, id: idOf(params.id) }),
    }),
  }),
  restRoute({
    method: "DELETE",
    path: "/api/budgets/:id",
    permission: "budgets.write",
    summary: "Ends a budget. What was spent stays with the requests.",
    input: z.strictObject({}),
    output: budgetIdInput,
    handle: async ({ context, params }) => ({
      status: 200,
      body: await deleteBudget(context, { id: idOf(params.id) }),
    }),
  }),
];
