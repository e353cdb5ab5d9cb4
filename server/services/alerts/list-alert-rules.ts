import type { AlertRuleView } from "@/lib/contracts/alert";
import type { ServiceContext } from "@/server/services/service-context";
import { nameScopes } from "./name-scopes";
import { toRuleView } from "./rule-row";

/** By name. */
export async function listAlertRules({
  actor,
  database,
}: Pick<ServiceContext, "actor" | "database">): Promise<AlertRuleView[]> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const rows = await tx.alertRule.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] });
    const names = await nameScopes(tx, rows);
    return rows.map((row) => toRuleView(row, names.get(row.scopeValue ?? "") ?? null));
  });
}
