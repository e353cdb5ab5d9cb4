import { type inferParserType, parseAsIsoDateTime, parseAsStringLiteral } from "nuqs/server";
import { type UsageInput, usageBucket, usageGroup } from "@/lib/contracts/usage";
import { bucketFor, isBucketFit, resolveRange, TIME_RANGES } from "./time-range";

export const USAGE_METRICS = ["cost", "requests", "tokens", "errors"] as const;
export type UsageMetric = (typeof USAGE_METRICS)[number];

/** What the page's address holds. No bucket means the one that fits the range. */
export const usageSearch = {
  range: parseAsStringLiteral(TIME_RANGES).withDefault("7d"),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  bucket: parseAsStringLiteral(usageBucket.options),
  group: parseAsStringLiteral(usageGroup.options).withDefault("model"),
  metric: parseAsStringLiteral(USAGE_METRICS).withDefault("cost"),
};

export type UsageSearch = inferParserType<typeof usageSearch>;

/** The report that an address asks for; the same on the server, which prefetches it, and in the browser. */
export function toUsageInput(search: UsageSearch, now: Date, timeZone: string): UsageInput {
  const span = resolveRange(search, now, timeZone);
  const isFit = search.bucket !== null && isBucketFit(search.bucket, span);
  return { ...span, bucket: isFit && search.bucket ? search.bucket : bucketFor(span), groupBy: search.group };
}
