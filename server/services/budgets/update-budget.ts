import type { BudgetView, UpdateBudgetInput } from "@/lib/contracts/budget";
import { AppError } from "@/lib/contracts/errors";
import { parseUsd } from "@/lib/contracts/money";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { nameTaken } from "./create-budget";
import { nameScopes } from "./name-scopes";
import { requireBudget } from "./require-budget";
import { toBudgetView } from "./to-budget-view";

/** Changes a budget; a limit below what was spent stops calls at once. Throws `not_found`, and `conflict` for an older version or a taken name. */
export async function updateBudget(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { id, version, limitUsd, ...changes }: UpdateBudgetInput,
): Promise<BudgetView> {
  const limitNanoUsd = parseUsd(limitUsd) ?? 0n;
  return database
    .inTenant(actor.tenantId, async (tx) => {
      const before = await requireBudget(tx, id);
      const { count } = await tx.budget.updateMany({
        where: { id, version },
        data: { ...changes, limitNanoUsd, version: version + 1 },
      });
      if (count === 0) {
        throw new AppError(
          "conflict",
          `"${before.name}" was changed by somebody else meanwhile. Close the form, look at the budget as it is now, and change it again.`,
        );
      }
      await writeAudit(tx, actor, {
        action: "budget.update",
        targetId: id,
        targetName: changes.name,
        changes: { ...changes, limitUsd, limitNanoUsdBefore: before.limitNanoUsd.toString() },
      });
      const { timeZone } = await tx.tenant.findUniqueOrThrow({
        where: { id: actor.tenantId },
        select: { timeZone: true },
      });
      const row = await requireBudget(tx, id);
      return toBudgetView(tx, row, { timeZone, names: await nameScopes(tx, [row]), now: now() });
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error)) throw nameTaken(changes.name);
      throw error;
    });
}
