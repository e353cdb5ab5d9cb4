import { AppError } from "@/lib/contracts/errors";
import type { UsageBucket, UsageGroup, UsageInput, UsageReport } from "@/lib/contracts/usage";
import type { TenantTransaction } from "@/server/db/client";
import type { TenantContext } from "@/server/services/service-context";
import { foldGroups, OTHER_KEY } from "./fold-groups";
import { loadCompleteness } from "./load-completeness";
import { selectBucketStarts } from "./select-buckets";
import { selectUsage } from "./select-usage";
import { NO_KEY } from "./usage-dimensions";

const HOUR_MS = 60 * 60 * 1000;
const BUCKET_MS: Record<UsageBucket, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 28 * 24 * HOUR_MS,
};
const MOST_BUCKETS = 1_000;

/** Usage between two instants: totals, the same span before it, series over buckets of the tenant's zone, and a breakdown. */
export async function reportUsage({ actor, database, now }: TenantContext, input: UsageInput): Promise<UsageReport> {
  const { bucket, groupBy, ...filters } = input;
  const spanMs = requireSpan(filters);
  if (spanMs / BUCKET_MS[bucket] > MOST_BUCKETS) {
    throw new AppError(
      "invalid_request",
      `The range has more than ${MOST_BUCKETS} buckets of one ${bucket}. Choose a larger bucket or a shorter range.`,
      { param: "bucket" },
    );
  }
  const before = new Date(filters.from.getTime() - spanMs);
  const { tenantId } = actor;
  return database.inTenant(tenantId, async (tx) => {
    const { timeZone, ...completeness } = await loadCompleteness(tx, tenantId);
    const starts = await selectBucketStarts(tx, bucket, filters.from, filters.to, timeZone);
    const rows = await selectUsage(tx, {
      tenantId,
      dimension: groupBy,
      filters: { ...filters, from: before },
      // The first bucket may begin before the range, in what belongs to the span before.
      starts: [before, filters.from, ...starts.slice(1)],
      cuts: [filters.from],
    });
    const names = await loadNames(tx, groupBy);
    const labelOf = (key: string) => names.get(key) ?? LABELS[key] ?? key;
    const folded = foldGroups({ rows, starts, to: filters.to, labelOf, now: now() });
    return { timeZone, asOf: now(), ...completeness, ...folded };
  });
}

/** The length of a range. Throws `invalid_request` for one that ends before it begins. */
export function requireSpan({ from, to }: { from: Date; to: Date }): number {
  if (from < to) return to.getTime() - from.getTime();
  throw new AppError("invalid_request", "The end of the range lies before its beginning. Swap them.", { param: "to" });
}

const LABELS: Record<string, string> = { [NO_KEY]: "—", [OTHER_KEY]: "Other" };

/** What the ids of a group are called; ids of what is gone stay ids. */
async function loadNames(tx: TenantTransaction, groupBy: UsageGroup): Promise<Map<string, string>> {
  const select = { id: true, name: true } as const;
  if (groupBy === "api_key") return toMap(await tx.apiKey.findMany({ select }));
  if (groupBy === "member") return toMap(await tx.user.findMany({ select }));
  if (groupBy === "provider_config") return toMap(await tx.providerConfig.findMany({ select }));
  return new Map();
}

function toMap(rows: { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.map((row) => [row.id, row.name]));
}
