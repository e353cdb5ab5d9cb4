import { randomUUID } from "node:crypto";
import { validate as isUuid } from "uuid";
import type { BudgetView, CreateBudgetInput } from "@/lib/contracts/budget";
import { AppError } from "@/lib/contracts/errors";
import { parseUsd } from "@/lib/contracts/money";
import type { TenantTransaction } from "@/server/db/client";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import { ROLLING_STEPS, windowAt } from "@/server/gateway";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { nameScopes } from "./name-scopes";
import { toBudgetView } from "./to-budget-view";

/** Puts a cap on spending, which counts what was spent in its window already. Throws `conflict` for a name that is taken, `not_found` for what it is put on. */
export async function createBudget(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { limitUsd, ...input }: CreateBudgetInput,
): Promise<BudgetView> {
  const limitNanoUsd = parseUsd(limitUsd) ?? 0n;
  const createdAt = now();
  return database
    .inTenant(actor.tenantId, async (tx) => {
      await requireScope(tx, input);
      const { timeZone } = await tx.tenant.findUniqueOrThrow({
        where: { id: actor.tenantId },
        select: { timeZone: true },
      });
      const row = await tx.budget.create({
        data: { id: randomUUID(), tenantId: actor.tenantId, limitNanoUsd, ...input, createdAt },
      });
      await openWindows(tx, row.id, input, timeZone, createdAt);
      await writeAudit(tx, actor, {
        action: "budget.create",
        targetId: row.id,
        targetName: input.name,
        changes: { ...input, limitUsd },
      });
      return toBudgetView(tx, row, { timeZone, names: await nameScopes(tx, [row]), now: createdAt });
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error)) throw nameTaken(input.name);
      throw error;
    });
}

export function nameTaken(name: string): AppError {
  return new AppError("conflict", `There is a budget named "${name}" already. Choose another name.`, { param: "name" });
}

/** The windows that count now, each with what its attempts have spent: of a rolling budget all its steps. */
async function openWindows(
  tx: TenantTransaction,
  budgetId: string,
  kind: Pick<CreateBudgetInput, "period" | "rollingHours">,
  timeZone: string,
  now: Date,
): Promise<void> {
  const { startMs, endMs } = windowAt(kind, timeZone, now.getTime());
  const steps = kind.period === "rolling" ? ROLLING_STEPS : 0;
  for (let step = steps; step >= 0; step -= 1) {
    const back = step * (endMs - startMs);
    await tx.$executeRaw`SELECT sluice_open_budget_window(${budgetId}::uuid, ${new Date(startMs - back)}, ${new Date(endMs - back)})`;
  }
}

async function requireScope(
  tx: TenantTransaction,
  { scope, scopeId }: Pick<CreateBudgetInput, "scope" | "scopeId">,
): Promise<void> {
  if (scope === "tenant" || scopeId === null || scope === "model") return;
  if (isUuid(scopeId)) {
    if (scope === "api_key" && (await tx.apiKey.findUnique({ where: { id: scopeId } }))) return;
    if (scope === "processor" && (await tx.processor.findUnique({ where: { id: scopeId } }))) return;
    if (scope === "user" && (await tx.membership.findFirst({ where: { userId: scopeId } }))) return;
  }
  const what = { api_key: "API key", user: "member", processor: "processor" }[scope];
  throw new AppError("not_found", `There is no such ${what} in this organization.`, { param: "scopeId" });
}
