import type { OverviewView } from "@/lib/contracts/overview";
import type { TenantTransaction } from "@/server/db/client";
import { findTightestBudget } from "@/server/services/budgets/find-tightest-budget";
import { loadPriceBook } from "@/server/services/prices/effective-prices";
import type { ServiceContext } from "@/server/services/service-context";
import { selectBucketStarts } from "@/server/services/usage/select-buckets";
import { selectUsage } from "@/server/services/usage/select-usage";
import { addRow, noFigures, toTotals } from "@/server/services/usage/usage-figures";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The home page: what is left to set up, and the last 24 hours. */
export async function getOverview({ actor, database, now }: ServiceContext): Promise<OverviewView> {
  const { tenantId } = actor;
  const asOf = now();
  const filters = { from: new Date(asOf.getTime() - DAY_MS), to: asOf };
  return database.inTenant(tenantId, async (tx) => {
    const { timeZone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timeZone: true } });
    const starts = await selectBucketStarts(tx, "hour", filters.from, filters.to, timeZone);
    const rows = await selectUsage(tx, { tenantId, filters, starts, dimension: "all" });
    const hasProvider = (await tx.providerConfig.count({ where: { isValid: true, isEnabled: true } })) > 0;
    const hasDefault = (await tx.tenantModelSetting.count()) > 0;
    const hasApiKey =
      (await tx.apiKey.count({ where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: asOf } }] } })) >
      0;
    const tightestBudget = await findTightestBudget(tx, timeZone, asOf);
    const firstRequest = await tx.llmRequest.findFirst({ select: { id: true } });
    return {
      steps: [
        { step: "provider", isDone: hasProvider },
        { step: "default_model", isDone: hasDefault },
        { step: "api_key", isDone: hasApiKey },
        { step: "first_request", isDone: firstRequest !== null },
        { step: "budget", isDone: tightestBudget !== null },
      ],
      last24h: toTotals(rows.reduce(addRow, noFigures())),
      hours: starts.map((start, index) => {
        const hour = rows.filter((row) => row.bucket === index + 1).reduce(addRow, noFigures());
        return {
          start,
          requestCount: hour.requestCount,
          errorCount: hour.errorCount,
          costNanoUsd: hour.costNanoUsd.toString(),
        };
      }),
      tightestBudget,
      unpricedModelCount: await countUnpriced(tx, asOf),
      timeZone,
      asOf,
    };
  });
}

async function countUnpriced(tx: TenantTransaction, at: Date): Promise<number> {
  const book = await loadPriceBook(tx, at.getTime());
  const models = await tx.tenantModel.findMany({ where: { isEnabled: true, goneSince: null } });
  return models.filter((model) => book.of(model, at.getTime()).price === null).length;
}
