import type { BudgetView } from "@/lib/contracts/budget";
import { budgetPeriod, budgetScope } from "@/lib/contracts/budget-kinds";
import type { TenantTransaction } from "@/server/db/client";
import type { Budget } from "@/server/db/generated/client";
import { resetOf, windowAt } from "@/server/gateway";
import { forecast } from "./forecast";
import { scopeKey } from "./name-scopes";

/** A budget with what was spent of it in the window that runs now. */
export async function toBudgetView(
  tx: TenantTransaction,
  row: Budget,
  { timeZone, names, now }: { timeZone: string; names: ReadonlyMap<string, string>; now: Date },
): Promise<BudgetView> {
  const kind = { period: budgetPeriod.parse(row.period), rollingHours: row.rollingHours };
  const window = windowAt(kind, timeZone, now.getTime());
  const counted = { gte: new Date(window.fromMs), lte: new Date(window.startMs) };
  const windows = await tx.budgetWindow.findMany({
    where: { budgetId: row.id, startsAt: counted },
    orderBy: { startsAt: "asc" },
  });
  const leases = await tx.budgetLease.findMany({ where: { budgetId: row.id, windowStartsAt: counted } });
  const spent = windows.reduce((sum, each) => sum + each.spentNanoUsd, 0n);
  const reserved = leases.reduce((sum, each) => {
    const open = each.grantedNanoUsd - each.settledNanoUsd - each.returnedNanoUsd;
    return open > 0n ? sum + open : sum;
  }, 0n);
  const oldest = windows.find((each) => each.spentNanoUsd > 0n)?.startsAt.getTime() ?? null;
  const { startMs, endMs } = window;
  const ahead =
    kind.period === "rolling" ? null : forecast({ spent, limit: row.limitNanoUsd, startMs, endMs }, now.getTime());
  return {
    id: row.id,
    name: row.name,
    scope: budgetScope.parse(row.scope),
    scopeId: row.scopeId,
    scopeName: names.get(scopeKey(row.scope, row.scopeId)) ?? null,
    period: kind.period,
    rollingHours: row.rollingHours,
    limitNanoUsd: row.limitNanoUsd.toString(),
    spentNanoUsd: spent.toString(),
    reservedNanoUsd: reserved.toString(),
    warnAtPercent: row.warnAtPercent,
    degradeAtPercent: row.degradeAtPercent,
    blocksAtLimit: row.blocksAtLimit,
    isEnabled: row.isEnabled,
    version: row.version,
    startsAt: new Date(kind.period === "rolling" ? window.fromMs : startMs),
    resetsAt: new Date(resetOf(kind, window, oldest)),
    forecastNanoUsd: ahead?.atEnd.toString() ?? null,
    exhaustedAt: ahead?.exhaustedAtMs == null ? null : new Date(ahead.exhaustedAtMs),
  };
}
