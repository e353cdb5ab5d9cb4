import { z } from "zod";
import { nanoUsd, requestFilters } from "./request";

export const usageGroup = z.enum([
  "model",
  "provider",
  "provider_config",
  "model_type",
  "api_key",
  "member",
  "task",
  "profile",
  "processor",
  "status",
  "source",
]);
export type UsageGroup = z.infer<typeof usageGroup>;
export const usageBucket = z.enum(["hour", "day", "week", "month"]);
export type UsageBucket = z.infer<typeof usageBucket>;

/** `from` and `to` are instants; buckets are cut in the tenant's zone. `from` included, `to` not. */
export const usageInput = requestFilters.extend({
  from: z.date(),
  to: z.date(),
  bucket: usageBucket.default("day"),
  groupBy: usageGroup.default("model"),
});
export type UsageInput = z.infer<typeof usageInput>;

/** Latencies are of successful requests, told within 4.5 %; null when there are none. Charge and tokens are those of all attempts. */
export const usageTotals = z.object({
  requestCount: z.number().int(),
  errorCount: z.number().int(),
  /** Answered in the end, though not by the first attempt. */
  rescuedCount: z.number().int(),
  cacheHitCount: z.number().int(),
  attemptCount: z.number().int(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  /** Part of the prompt tokens: read from the provider's own cache. */
  cachedTokens: z.number().int(),
  totalTokens: z.number().int(),
  costNanoUsd: nanoUsd,
  savedNanoUsd: nanoUsd,
  unpricedCount: z.number().int(),
  estimatedCount: z.number().int(),
  avgLatencyMs: z.number().nullable(),
  p50LatencyMs: z.number().nullable(),
  p95LatencyMs: z.number().nullable(),
  p95TimeToFirstTokenMs: z.number().nullable(),
});
export type UsageTotals = z.infer<typeof usageTotals>;

/** `key` is the group's id, `label` what a person reads; at most eight series, the rest as "other". */
export const usageReport = z.object({
  timeZone: z.string(),
  asOf: z.date(),
  /** Hours up to here are rolled up; what is newer was counted request by request, so nothing is missing. */
  completeTo: z.date(),
  /** Requests before this are gone by the retention rule; their figures stay. Null while all are there. */
  requestsPurgedBefore: z.date().nullable(),
  totals: usageTotals,
  previousTotals: usageTotals,
  series: z.array(z.object({ key: z.string(), label: z.string() })),
  /** One entry per bucket in order, empty ones included; `values` by series key. `isPartial` marks the running bucket. */
  buckets: z.array(
    z.object({ start: z.date(), end: z.date(), isPartial: z.boolean(), values: z.record(z.string(), usageTotals) }),
  ),
  /** The largest first, at most five hundred; `previous` is the same group in the span before. */
  breakdown: z.array(usageTotals.extend({ key: z.string(), label: z.string(), previous: usageTotals.nullable() })),
});
export type UsageReport = z.infer<typeof usageReport>;

/** One cell an hour of the week in the tenant's zone: weekday 1 is Monday. Hours without a request are left out. */
export const usageWeekInput = usageInput.omit({ bucket: true, groupBy: true });
export const usageWeek = z.object({
  timeZone: z.string(),
  hours: z.array(
    z.object({
      weekday: z.number().int().min(1).max(7),
      hour: z.number().int().min(0).max(23),
      requestCount: z.number().int(),
      errorCount: z.number().int(),
    }),
  ),
});
export type UsageWeek = z.infer<typeof usageWeek>;

/** Days that single requests are kept, null for ever; their figures always are. At least a week, so that a late replay finds them. */
export const retentionInput = z.strictObject({ days: z.number().int().min(7).max(3650).nullable() });
export const retentionView = z.object({ days: z.number().int().nullable(), purgedBefore: z.date().nullable() });
