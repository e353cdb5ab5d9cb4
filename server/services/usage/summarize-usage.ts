import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { restUsage, restUsageInput } from "@/lib/contracts/rest";
import type { TenantTransaction } from "@/server/db/client";
import type { ServiceContext } from "@/server/services/service-context";
import { selectBucketStarts } from "./select-buckets";
import { type GroupRow, selectGroups } from "./select-groups";

/** Sums per period (latest first), model or task (dearest first) between two dates of the tenant's zone, both included. */
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
    const rows = await selectGroups(tx, {
      tenantId,
      filters: { from, to },
      starts: isPeriod ? await selectBucketStarts(tx, groupBy, from, to, zone) : [from],
      groupBy: isPeriod ? "model_type" : groupBy,
    });
    const sums = new Map<string, Sum>();
    for (const row of rows) {
      const key = isPeriod ? row.start.toISOString() : row.key;
      sums.set(key, add(sums.get(key), row));
    }
    const ordered = [...sums].sort(([keyA, a], [keyB, b]) =>
      isPeriod ? keyB.localeCompare(keyA) : Number(b.costNanoUsd - a.costNanoUsd),
    );
    return ordered.map(([key, sum]) => ({
      [isPeriod ? "period" : groupBy]: key,
      requestCount: sum.requestCount,
      totalPromptTokens: sum.promptTokens,
      totalCompletionTokens: sum.completionTokens,
      totalCost: formatNanoUsd(sum.costNanoUsd),
      unpricedCount: sum.unpricedCount,
      avgLatencyMs: sum.latencyMsSum / sum.requestCount,
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

type Sum = Pick<
  GroupRow,
  "requestCount" | "promptTokens" | "completionTokens" | "costNanoUsd" | "unpricedCount" | "latencyMsSum"
>;

function add(sum: Sum | undefined, row: Sum): Sum {
  return {
    requestCount: (sum?.requestCount ?? 0) + row.requestCount,
    promptTokens: (sum?.promptTokens ?? 0) + row.promptTokens,
    completionTokens: (sum?.completionTokens ?? 0) + row.completionTokens,
    costNanoUsd: (sum?.costNanoUsd ?? 0n) + row.costNanoUsd,
    unpricedCount: (sum?.unpricedCount ?? 0) + row.unpricedCount,
    latencyMsSum: (sum?.latencyMsSum ?? 0) + row.latencyMsSum,
  };
}
