import { isRecord, readArray } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

/**
 * docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html: tokens read from and written to the cache are counted outside
 * `inputTokens` (…/userguide/prompt-caching.html). Writes without a split are 5-minute ones, the default.
 */
export function readBedrockUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const counts: UsageCounts = {};
  const set = (unit: keyof UsageCounts, count: number | undefined) => {
    if (count !== undefined) counts[unit] = count;
  };
  set("inputTokens", readCount(value, "inputTokens"));
  set("outputTokens", readCount(value, "outputTokens"));
  set("cacheReadTokens", readCount(value, "cacheReadInputTokens"));
  const written = readCount(value, "cacheWriteInputTokens");
  const hourly = readArray(value, "cacheDetails").find((detail) => isRecord(detail) && detail.ttl === "1h");
  const hour = isRecord(hourly) ? readCount(hourly, "inputTokens") : undefined;
  set("cacheWrite1hTokens", hour);
  if (written !== undefined) counts.cacheWrite5mTokens = Math.max(0, written - (hour ?? 0));
  return Object.keys(counts).length === 0 ? undefined : { counts, isEstimated: false };
}
