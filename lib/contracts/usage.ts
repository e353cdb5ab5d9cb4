import { z } from "zod";
import { nanoUsd, requestFilters } from "./request";

export const usageGroup = z.enum(["model", "provider", "model_type", "api_key", "member", "task", "status"]);
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

export const usageTotals = z.object({
  requestCount: z.number().int(),
  errorCount: z.number().int(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  totalTokens: z.number().int(),
  costNanoUsd: nanoUsd,
  unpricedCount: z.number().int(),
  estimatedCount: z.number().int(),
  p50LatencyMs: z.number().nullable(),
  p95LatencyMs: z.number().nullable(),
  p95TimeToFirstTokenMs: z.number().nullable(),
});
export type UsageTotals = z.infer<typeof usageTotals>;

/** `key` is the group's id, `label` what a person reads; at most eight series, the rest as "other". */
export const usageReport = z.object({
  timeZone: z.string(),
  asOf: z.date(),
  totals: usageTotals,
  previousTotals: usageTotals,
  series: z.array(z.object({ key: z.string(), label: z.string() })),
  /** One entry per bucket in order, empty ones included; `values` by series key. `isPartial` marks the running bucket. */
  buckets: z.array(
    z.object({
      start: z.date(),
      isPartial: z.boolean(),
      values: z.record(
        z.string(),
        z.object({
          requestCount: z.number().int(),
          totalTokens: z.number().int(),
          costNanoUsd: nanoUsd,
          errorCount: z.number().int(),
        }),
      ),
    }),
  ),
  breakdown: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      requestCount: z.number().int(),
      errorCount: z.number().int(),
      promptTokens: z.number().int(),
      completionTokens: z.number().int(),
      costNanoUsd: nanoUsd,
      unpricedCount: z.number().int(),
      avgLatencyMs: z.number().nullable(),
    }),
  ),
});
export type UsageReport = z.infer<typeof usageReport>;
