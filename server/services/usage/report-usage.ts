import { AppError } from "@/lib/contracts/errors";
import type { UsageBucket, UsageGroup, UsageInput, UsageReport } from "@/lib/contracts/usage";
import type { TenantTransaction } from "@/server/db/client";
import type { ServiceContext } from "@/server/services/service-context";
import { foldGroups, OTHER_KEY } from "./fold-groups";
import { selectBucketStarts } from "./select-buckets";
import { NO_KEY, selectGroups } from "./select-groups";
import { selectTotals } from "./select-totals";

const HOUR_MS = 60 * 60 * 1000;
const BUCKET_MS: Record<UsageBucket, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 28 * 24 * HOUR_MS,
};
const MOST_BUCKETS = 1_000;

/** Usage between two instants: totals, the same span before it, series over buckets of the tenant's zone, and a breakdown. */
export async function reportUsage({ actor, database, now }: ServiceContext, input: UsageInput): Promise<UsageReport> {
  const { bucket, groupBy, ...filters } = input;
  const spanMs = filters.to.getTime() - filters.from.getTime();
  if (spanMs <= 0)
    throw new AppError("invalid_request", "The end of the range lies before its beginning. Swap them.", {
      param: "to",
    });
  if (spanMs / BUCKET_MS[bucket] > MOST_BUCKETS) {
    throw new AppError(
      "invalid_request",
      `The range has more than ${MOST_BUCKETS} buckets of one ${bucket}. Choose a larger bucket or a shorter range.`,
      { param: "bucket" },
    );
  }
  const previous = { ...filters, from: new Date(filters.from.getTime() - spanMs), to: filters.from };
  return database.inTenant(actor.tenantId, async (tx) => {
    const { timeZone: zone } = await tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { timeZone: true },
    });
    const starts = await selectBucketStarts(tx, bucket, filters.from, filters.to, zone);
    const rows = await selectGroups(tx, { tenantId: actor.tenantId, filters, starts, groupBy });
    const totals = await selectTotals(tx, actor.tenantId, filters);
    const previousTotals = await selectTotals(tx, actor.tenantId, previous);
    const names = await loadNames(tx, groupBy);
    const labelOf = (key: string) => names.get(key) ?? LABELS[key] ?? key;
    return { timeZone: zone, asOf: now(), totals, previousTotals, ...foldGroups(rows, starts, labelOf, now()) };
  });
}

const LABELS: Record<string, string> = { [NO_KEY]: "—", [OTHER_KEY]: "Other" };

/** What the ids of a group are called; ids of what is gone stay ids. */
async function loadNames(tx: TenantTransaction, groupBy: UsageGroup): Promise<Map<string, string>> {
  const select = { id: true, name: true } as const;
  if (groupBy === "api_key") return toMap(await tx.apiKey.findMany({ select }));
  if (groupBy === "member") return toMap(await tx.user.findMany({ select }));
  return new Map();
}

function toMap(rows: { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.map((row) => [row.id, row.name]));
}
