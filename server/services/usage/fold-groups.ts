import type { UsageReport } from "@/lib/contracts/usage";
import type { GroupRow } from "./select-groups";

const MOST_SERIES = 8;
/** The key under which the groups beyond the eight largest are added up. */
export const OTHER_KEY = "other";

type Sum = Omit<GroupRow, "start" | "key">;

/** Series, buckets and breakdown from the sums per bucket and key. Pure. Largest first: by cost, then by requests. */
export function foldGroups(
  rows: readonly GroupRow[],
  starts: readonly Date[],
  labelOf: (key: string) => string,
  now: Date,
): Pick<UsageReport, "series" | "buckets" | "breakdown"> {
  const byKey = new Map<string, Sum>();
  for (const row of rows) byKey.set(row.key, add(byKey.get(row.key), row));
  const ranked = [...byKey].sort(
    ([keyA, a], [keyB, b]) =>
      compare(b.costNanoUsd, a.costNanoUsd) || b.requestCount - a.requestCount || keyA.localeCompare(keyB),
  );
  const shown = ranked.slice(0, MOST_SERIES);
  const own = new Set(shown.map(([key]) => key));

  const cells = new Map<number, Map<string, Sum>>();
  for (const row of rows) {
    const key = own.has(row.key) ? row.key : OTHER_KEY;
    const bucket = cells.get(row.start.getTime()) ?? new Map<string, Sum>();
    bucket.set(key, add(bucket.get(key), row));
    cells.set(row.start.getTime(), bucket);
  }
  const series = shown.map(([key]) => ({ key, label: labelOf(key) }));
  if (ranked.length > shown.length) series.push({ key: OTHER_KEY, label: labelOf(OTHER_KEY) });

  return {
    series,
    buckets: starts.map((start, index) => ({
      start,
      isPartial: start <= now && now < (starts[index + 1] ?? new Date(8.64e15)),
      values: Object.fromEntries(
        [...(cells.get(start.getTime()) ?? [])].map(([key, sum]) => [
          key,
          {
            requestCount: sum.requestCount,
            totalTokens: sum.totalTokens,
            costNanoUsd: sum.costNanoUsd.toString(),
            errorCount: sum.errorCount,
          },
        ]),
      ),
    })),
    breakdown: ranked.map(([key, sum]) => ({
      key,
      label: labelOf(key),
      requestCount: sum.requestCount,
      errorCount: sum.errorCount,
      promptTokens: sum.promptTokens,
      completionTokens: sum.completionTokens,
      costNanoUsd: sum.costNanoUsd.toString(),
      unpricedCount: sum.unpricedCount,
      avgLatencyMs: sum.requestCount === 0 ? null : sum.latencyMsSum / sum.requestCount,
    })),
  };
}

function add(sum: Sum | undefined, row: Sum): Sum {
  return {
    requestCount: (sum?.requestCount ?? 0) + row.requestCount,
    errorCount: (sum?.errorCount ?? 0) + row.errorCount,
    promptTokens: (sum?.promptTokens ?? 0) + row.promptTokens,
    completionTokens: (sum?.completionTokens ?? 0) + row.completionTokens,
    totalTokens: (sum?.totalTokens ?? 0) + row.totalTokens,
    costNanoUsd: (sum?.costNanoUsd ?? 0n) + row.costNanoUsd,
    unpricedCount: (sum?.unpricedCount ?? 0) + row.unpricedCount,
    latencyMsSum: (sum?.latencyMsSum ?? 0) + row.latencyMsSum,
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
