import { z } from "zod";
import type { UsageBucket } from "@/lib/contracts/usage";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";

const INTERVALS: Record<UsageBucket, string> = { hour: "1 hour", day: "1 day", week: "1 week", month: "1 month" };

/**
 * The start of each bucket from the one that holds `from` to the one before `to`, cut in the zone: a day of 23 hours is one day. Weeks begin on Monday
 * (ISO 8601). Hours step in absolute time, so that the hour that a change of clocks repeats is there twice.
 */
export async function selectBucketStarts(
  tx: TenantTransaction,
  bucket: UsageBucket,
  from: Date,
  to: Date,
  zone: string,
): Promise<Date[]> {
  const step = Prisma.sql`${INTERVALS[bucket]}::interval`;
  const starts =
    bucket === "hour"
      ? Prisma.sql`SELECT generate_series(date_trunc('hour', ${from}::timestamptz, ${zone}), ${to}::timestamptz, ${step}) AS start`
      : Prisma.sql`
          SELECT generate_series(date_trunc(${bucket}, ${from}::timestamptz AT TIME ZONE ${zone}), ${to}::timestamptz AT TIME ZONE ${zone}, ${step})
            AT TIME ZONE ${zone} AS start`;
  const rows = await tx.$queryRaw`SELECT start FROM (${starts}) s WHERE start < ${to}::timestamptz ORDER BY start`;
  return z
    .array(z.object({ start: z.date() }))
    .parse(rows)
    .map(({ start }) => start);
}
