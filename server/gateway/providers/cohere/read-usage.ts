import { isRecord, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

/**
 * What Cohere charges: `billed_units`, which leave out the tokens that it adds itself, and to which its prices refer
 * (docs.cohere.com/docs/how-does-cohere-pricing-work). `tokens` counts those too, so it serves only where nothing billed is said.
 * `cached_tokens` have no price of their own and stay inside the input. `value` is `usage` of a chat, `meta` elsewhere.
 */
export function readCohereUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const billed = readRecord(value, "billed_units");
  const tokens = readRecord(value, "tokens");
  const counts: UsageCounts = {};
  const input = readCount(billed, "input_tokens");
  const image = readCount(billed, "image_tokens");
  if (input !== undefined || image !== undefined) counts.inputTokens = (input ?? 0) + (image ?? 0);
  const output = readCount(billed, "output_tokens");
  if (output !== undefined) counts.outputTokens = output;
  const searches = readCount(billed, "search_units");
  if (searches !== undefined) counts.searches = searches;
  if (Object.keys(counts).length === 0) {
    const usedInput = readCount(tokens, "input_tokens");
    if (usedInput !== undefined) counts.inputTokens = usedInput;
    const usedOutput = readCount(tokens, "output_tokens");
    if (usedOutput !== undefined) counts.outputTokens = usedOutput;
  }
  return Object.keys(counts).length === 0 ? undefined : { counts, isEstimated: false };
}
