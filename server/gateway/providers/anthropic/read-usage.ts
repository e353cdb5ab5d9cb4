import { isRecord, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { UsageCounts } from "@/server/gateway/spec/usage";

/**
 * Anthropic's usage: cached tokens are counted outside `input_tokens`, thinking inside `output_tokens`. A stream reports in parts,
 * so the units given here are laid over those seen before. Writes without a split are 5-minute writes, the API's default.
 */
export function readAnthropicUsage(value: unknown, before: UsageCounts = {}): UsageCounts {
  if (!isRecord(value)) return before;
  const counts: UsageCounts = { ...before };
  const set = (unit: keyof UsageCounts, count: number | undefined) => {
    if (count !== undefined) counts[unit] = count;
  };
  set("inputTokens", readCount(value, "input_tokens"));
  set("cacheReadTokens", readCount(value, "cache_read_input_tokens"));
  const written = readCount(value, "cache_creation_input_tokens");
  const split = readRecord(value, "cache_creation");
  const hour = readCount(split, "ephemeral_1h_input_tokens") ?? before.cacheWrite1hTokens;
  if (hour !== undefined) counts.cacheWrite1hTokens = hour;
  set(
    "cacheWrite5mTokens",
    readCount(split, "ephemeral_5m_input_tokens") ??
      (written === undefined ? undefined : Math.max(0, written - (hour ?? 0))),
  );
  const output = readCount(value, "output_tokens");
  if (output !== undefined) {
    const thinking = readCount(readRecord(value, "output_tokens_details"), "thinking_tokens");
    const reasoning = thinking !== undefined && thinking <= output ? thinking : undefined;
    if (reasoning !== undefined) counts.reasoningTokens = reasoning;
    else delete counts.reasoningTokens;
    counts.outputTokens = output - (reasoning ?? 0);
  }
  // Searches that its web search tool made are billed by the piece; a plain answer reports 0 of them.
  const searches = readCount(readRecord(value, "server_tool_use"), "web_search_requests");
  if (searches !== undefined && searches > 0) counts.searches = searches;
  return counts;
}
