import { z } from "zod";
import {
  budgetIdInput,
  budgetList,
  budgetTargets,
  budgetView,
  burnDown,
  createBudgetInput,
  updateBudgetInput,
} from "@/lib/contracts/budget";
import { noInput } from "@/lib/contracts/no-input";
import { createBudget } from "@/server/services/budgets/create-budget";
import { deleteBudget } from "@/server/services/budgets/delete-budget";
import { getBurnDown } from "@/server/services/budgets/get-burn-down";
import { listBudgetTargets } from "@/server/services/budgets/list-budget-targets";
import { listBudgets } from "@/server/services/budgets/list-budgets";
import { startReconciliation } from "@/server/services/budgets/start-reconciliation";
import { updateBudget } from "@/server/services/budgets/update-budget";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const budgetsRouter = router({
  list: tenantProcedure("budgets.read")
    .input(noInput)
    .output(budgetList)
    .query(({ ctx }) => listBudgets(ctx)),
  targets: tenantProcedure("budgets.write")
    .input(noInput)
    .output(budgetTargets)
    .query(({ ctx }) => listBudgetTargets(ctx)),
  burnDown: tenantProcedure("budgets.read")
    .input(budgetIdInput)
    .output(burnDown)
    .query(({ ctx, input }) => getBurnDown(ctx, input)),
  create: tenantProcedure("budgets.write")
    .input(createBudgetInput)
    .output(budgetView)
    .mutation(({ ctx, input }) => createBudget(ctx, input)),
  update: tenantProcedure("budgets.write")
    .input(updateBudgetInput)
    .output(budgetView)
    .mutation(({ ctx, input }) => updateBudget(ctx, input)),
  delete: tenantProcedure("budgets.write")
    .input(budgetIdInput)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => deleteBudget(ctx, input)),
  reconcile: tenantProcedure("budgets.write")
    .input(noInput)
    .output(z.object({ jobId: z.string() }))
    .mutation(({ ctx }) => startReconciliation(ctx)),
});
