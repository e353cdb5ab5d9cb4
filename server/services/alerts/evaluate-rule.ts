import { alertCondition } from "@/lib/contracts/alert";
import type { Database } from "@/server/db/client";
import { advanceRule } from "./advance-rule";
import { measureWindows } from "./measure-windows";
import { raiseAlert, resolveAlert } from "./raise-alert";
import { quietHoursOf, toRuleView } from "./rule-row";

/**
 * One look at one rule, in one transaction: measures, advances, and opens or resolves its alert. The row is locked, so that of two replicas
 * that look at once the second sees what the first did.
 */
export async function evaluateRule(
  { database, now }: { database: Database; now: () => Date },
  { id, tenantId }: { id: string; tenantId: string },
): Promise<"open" | "resolve" | null> {
  return database.inTenant(tenantId, async (tx) => {
    await tx.$queryRaw`SELECT id FROM alert_rules WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.alertRule.findUnique({ where: { id } });
    if (!row?.isEnabled) return null;
    const at = now();
    const { metric, scopeKind, scopeValue, windowMinutes } = toRuleView(row, null);
    const [observation] = await measureWindows(tx, tenantId, { metric, scopeKind, scopeValue, windowMinutes }, [at]);
    if (!observation) return null;
    const state = {
      status: toRuleView(row, null).status,
      lastOpenedAtMs: row.lastOpenedAt?.getTime() ?? null,
    };
    const step = advanceRule(state, row, observation, at.getTime());
    const { value } = observation;
    await tx.alertRule.updateMany({
      where: { id },
      data: {
        status: step.state.status,
        lastOpenedAt: step.state.lastOpenedAtMs === null ? null : new Date(step.state.lastOpenedAtMs),
        lastValue: value,
        lastEvaluatedAt: at,
      },
    });
    const key = `rule:${id}`;
    if (step.transition === "open" && value !== null) {
      await raiseAlert(tx, {
        tenantId,
        key,
        title: row.name,
        ruleId: id,
        metric: alertCondition.shape.metric.parse(row.metric),
        value,
        threshold: row.threshold,
        channelIds: row.channelIds,
        quietHours: quietHoursOf(row),
        at,
      });
    } else if (step.transition === "resolve") {
      await resolveAlert(tx, { tenantId, key, at });
    } else if (step.state.status !== "ok" && value !== null) {
      await tx.alert.updateMany({ where: { openKey: key, value: { lt: value } }, data: { value } });
    }
    return step.transition;
  });
}
