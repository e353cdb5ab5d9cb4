import type { z } from "zod";
import type { AlertRuleFields, AlertRuleView, updateAlertRuleInput } from "@/lib/contracts/alert";
import { AppError } from "@/lib/contracts/errors";
import type { AlertRule } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { checkRule } from "./check-rule";
import { nameScopes } from "./name-scopes";
import { resolveAlert } from "./raise-alert";
import { toRuleColumns, toRuleView } from "./rule-row";

const MOST_RULES = 200;

export async function createAlertRule(
  { actor, database, now }: ServiceContext,
  fields: AlertRuleFields,
): Promise<AlertRuleView> {
  return database.inTenant(actor.tenantId, async (tx) => {
    await checkRule(tx, fields);
    if ((await tx.alertRule.count()) >= MOST_RULES)
      throw new AppError("conflict", `An organization has at most ${MOST_RULES} alert rules. Remove one first.`);
    const row = await tx.alertRule.create({
      data: { tenantId: actor.tenantId, ...toRuleColumns(fields), nextEvaluationAt: now() },
    });
    await writeAudit(tx, actor, {
      action: "alert_rule.create",
      targetId: row.id,
      targetName: row.name,
      changes: fields,
    });
    const names = await nameScopes(tx, [row]);
    return toRuleView(row, names.get(row.scopeValue ?? "") ?? null);
  });
}

/** Throws `conflict` when somebody saved it since it was read. What was firing under the old condition is resolved; the new one decides anew. */
export async function updateAlertRule(
  { actor, database, now }: ServiceContext,
  { id, version, ...fields }: z.output<typeof updateAlertRuleInput>,
): Promise<AlertRuleView> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const before = await tx.alertRule.findUnique({ where: { id } });
    if (!before) throw ruleNotFound();
    await checkRule(tx, fields);
    const isSame = isSameCondition(before, fields);
    const { count } = await tx.alertRule.updateMany({
      where: { id, version },
      data: {
        ...toRuleColumns(fields),
        version: { increment: 1 },
        nextEvaluationAt: now(),
        ...(isSame ? {} : { status: "ok", lastOpenedAt: null, lastValue: null, lastEvaluatedAt: null }),
      },
    });
    if (count === 0) {
      throw new AppError(
        "conflict",
        "Somebody else changed this rule since you opened it. Reload it, then change it again.",
      );
    }
    if (!isSame) await resolveAlert(tx, { tenantId: actor.tenantId, key: `rule:${id}`, at: now() });
    await writeAudit(tx, actor, {
      action: "alert_rule.update",
      targetId: id,
      targetName: fields.name,
      changes: fields,
    });
    const row = await tx.alertRule.findUniqueOrThrow({ where: { id } });
    const names = await nameScopes(tx, [row]);
    return toRuleView(row, names.get(row.scopeValue ?? "") ?? null);
  });
}

/** Its alerts stay as history; the one that is open ends. */
export async function removeAlertRule({ actor, database, now }: ServiceContext, { id }: { id: string }): Promise<void> {
  await database.inTenant(actor.tenantId, async (tx) => {
    const rule = await tx.alertRule.findUnique({ where: { id } });
    if (!rule) throw ruleNotFound();
    await resolveAlert(tx, { tenantId: actor.tenantId, key: `rule:${id}`, at: now() });
    await tx.alertRule.deleteMany({ where: { id } });
    await writeAudit(tx, actor, { action: "alert_rule.remove", targetId: id, targetName: rule.name });
  });
}

function isSameCondition(row: AlertRule, fields: AlertRuleFields): boolean {
  const next = toRuleColumns(fields);
  return (
    row.metric === next.metric &&
    row.scopeKind === next.scopeKind &&
    row.scopeValue === next.scopeValue &&
    row.threshold === next.threshold &&
    row.windowMinutes === next.windowMinutes &&
    row.minimumCount === next.minimumCount &&
    row.isEnabled === next.isEnabled
  );
}

const ruleNotFound = () => new AppError("not_found", "There is no such alert rule in this organization.");
