import type { UsageReport } from "@/lib/contracts/usage";
import type { UsageRow } from "./select-usage";
import { addRow, noFigures, toTotals, type UsageFigures } from "./usage-figures";

const MOST_SERIES = 8;
const MOST_ROWS = 500;
/** The key under which the groups beyond the eight largest are added up. */
export const OTHER_KEY = "other";

export interface Fold {
  /** Bucket 1 is the span before, the others follow `starts`. */
  rows: readonly UsageRow[];
  starts: readonly Date[];
  to: Date;
  labelOf: (key: string) => string;
  now: Date;
}

/** Totals, series, buckets and breakdown from the sums per bucket and key. Pure. Largest first: by cost, then by requests. */
export function foldGroups({
  rows,
  starts,
  to,
  labelOf,
  now,
}: Fold): Pick<UsageReport, "totals" | "previousTotals" | "series" | "buckets" | "breakdown"> {
  const totals = noFigures();
  const previousTotals = noFigures();
  const byKey = new Map<string, UsageFigures>();
  const previousByKey = new Map<string, UsageFigures>();
  for (const row of rows) {
    const isPrevious = row.bucket === 1;
    addRow(isPrevious ? previousTotals : totals, row);
    addRow(entryOf(isPrevious ? previousByKey : byKey, row.key), row);
  }
  const ranked = [...byKey].sort(
    ([keyA, a], [keyB, b]) =>
      compare(b.costNanoUsd, a.costNanoUsd) || b.requestCount - a.requestCount || keyA.localeCompare(keyB),
  );
  const shown = ranked.slice(0, MOST_SERIES);
  const own = new Set(shown.map(([key]) => key));

  const cells = starts.map(() => new Map<string, UsageFigures>());
  for (const row of rows) {
    const cell = cells[row.bucket - 2];
    if (cell) addRow(entryOf(cell, own.has(row.key) ? row.key : OTHER_KEY), row);
  }
  const series = shown.map(([key]) => ({ key, label: labelOf(key) }));
  if (ranked.length > shown.length) series.push({ key: OTHER_KEY, label: labelOf(OTHER_KEY) });

  return {
    totals: toTotals(totals),
    previousTotals: toTotals(previousTotals),
    series,
    buckets: starts.map((start, index) => {
      const end = starts[index + 1] ?? to;
      return {
        start,
        end,
        isPartial: start <= now && now < (starts[index + 1] ?? new Date(8.64e15)),
        values: Object.fromEntries([...(cells[index] ?? [])].map(([key, sum]) => [key, toTotals(sum)])),
      };
    }),
    breakdown: ranked.slice(0, MOST_ROWS).map(([key, sum]) => {
      const previous = previousByKey.get(key);
      return { key, label: labelOf(key), ...toTotals(sum), previous: previous ? toTotals(previous) : null };
    }),
  };
}

function entryOf(sums: Map<string, UsageFigures>, key: string): UsageFigures {
  const known = sums.get(key) ?? noFigures();
  sums.set(key, known);
  return known;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
