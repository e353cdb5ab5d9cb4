import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { restUsage, restUsageInput } from "@/lib/contracts/rest";
import type { TenantTransaction } from "@/server/db/client";
import type { ServiceContext } from "@/server/services/service-context";
import { selectBucketStarts } from "./select-buckets";
import { selectUsage } from "./select-usage";
import { addRow, noFigures, toTotals, type UsageFigures } from "./usage-figures";

/** Sums per period (latest first) or group (dearest first) between two dates of the tenant's zone, both included. */
export async function summarizeUsage(
  { actor, database }: ServiceContext,
  input: z.output<typeof restUsageInput>,
): Promise<z.infer<typeof restUsage>> {
  const { tenantId } = actor;
  const { groupBy } = input;
  return database.inTenant(tenantId, async (tx) => {
    const { timeZone: zone } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { timeZone: true },
    });
    const from = await toInstant(tx, input.startDate, zone, 0);
    const to = await toInstant(tx, input.endDate, zone, 1);
    if (to <= from)
      throw new AppError("invalid_request", "endDate lies before startDate. Swap them.", { param: "endDate" });
    const isPeriod = groupBy === "day" || groupBy === "week" || groupBy === "month";
    const starts = isPeriod ? await selectBucketStarts(tx, groupBy, from, to, zone) : [];
    const rows = await selectUsage(tx, {
      tenantId,
      dimension: isPeriod ? "all" : groupBy === "key" ? "api_key" : groupBy,
      filters: { from, to },
      starts: isPeriod ? starts : [from],
    });
    const sums = new Map<string, UsageFigures>();
    for (const row of rows) {
      const key = isPeriod ? (starts[row.bucket - 1]?.toISOString() ?? "") : row.key;
      sums.set(key, addRow(sums.get(key) ?? noFigures(), row));
    }
    const ordered = [...sums].sort(([keyA, a], [keyB, b]) =>
      isPeriod ? keyB.localeCompare(keyA) : Number(b.costNanoUsd - a.costNanoUsd) || keyA.localeCompare(keyB),
    );
    return ordered.map(([key, sum]) => ({
      [isPeriod ? "period" : groupBy]: key,
      requestCount: sum.requestCount,
      totalPromptTokens: sum.promptTokens,
      totalCompletionTokens: sum.completionTokens,
      totalCost: formatNanoUsd(sum.costNanoUsd),
      unpricedCount: sum.unpricedCount,
      avgLatencyMs: toTotals(sum).avgLatencyMs,
    }));
  });
}

/** A date without a time is midnight of the zone, `daysLater` days on; an instant stays as it is. */
async function toInstant(tx: TenantTransaction, text: string, zone: string, daysLater: number): Promise<Date> {
  if (text.includes("T")) return new Date(text);
  const rows =
    await tx.$queryRaw`SELECT (${text}::date + ${daysLater}::int)::timestamp AT TIME ZONE ${zone} AS instant`;
  const [row] = z.tuple([z.object({ instant: z.date() })]).parse(rows);
  return row.instant;
}
