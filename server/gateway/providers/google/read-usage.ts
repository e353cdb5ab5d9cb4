import { isRecord, type JsonRecord, readArray } from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

/** What costs more than text when it comes out, by Google's name for it. */
const SPECIAL_OUTPUT = [
  ["outputAudioTokens", "AUDIO"],
  ["outputImageTokens", "IMAGE"],
] as const;

/**
 * `usageMetadata` in units that do not overlap (ai.google.dev/api/generate-content#UsageMetadata). The prompt includes what came from the
 * cache, not the results of Google's own tools; candidates do not include thoughts. Counts of 0 are left out on the wire, so a missing part
 * is told from an unknown one by the total. Undefined when neither side is reported.
 */
export function readGeminiUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const counts: UsageCounts = {};
  const prompt = readCount(value, "promptTokenCount");
  if (prompt !== undefined) splitInput(value, prompt, counts);
  splitOutput(value, prompt, counts);
  if (Object.keys(counts).length === 0) return undefined;
  // Vertex AI names the traffic, the Gemini API the tier.
  return noteServiceTier({ counts, isEstimated: false }, value.trafficType ?? value.serviceTier);
}

function splitInput(usage: JsonRecord, prompt: number, counts: UsageCounts): void {
  const cached = readCount(usage, "cachedContentTokenCount");
  let rest = prompt;
  if (cached !== undefined && cached <= rest) {
    counts.cacheReadTokens = cached;
    rest -= cached;
  }
  const audio = sumOf("AUDIO", usage, "promptTokensDetails") - sumOf("AUDIO", usage, "cacheTokensDetails");
  if (audio > 0 && audio <= rest) {
    counts.inputAudioTokens = audio;
    rest -= audio;
  }
  counts.inputTokens = rest + (readCount(usage, "toolUsePromptTokenCount") ?? 0);
}

function splitOutput(usage: JsonRecord, prompt: number | undefined, counts: UsageCounts): void {
  const thoughts = readCount(usage, "thoughtsTokenCount");
  if (thoughts !== undefined) counts.reasoningTokens = thoughts;
  const total = readCount(usage, "totalTokenCount");
  const restOfTotal =
    total === undefined || prompt === undefined
      ? undefined
      : total - prompt - (readCount(usage, "toolUsePromptTokenCount") ?? 0) - (thoughts ?? 0);
  const candidates = readCount(usage, "candidatesTokenCount") ?? (restOfTotal === 0 ? 0 : undefined);
  if (candidates === undefined) return;
  let rest = candidates;
  for (const [unit, modality] of SPECIAL_OUTPUT) {
    const part = sumOf(modality, usage, "candidatesTokensDetails");
    if (part === 0 || part > rest) continue;
    counts[unit] = part;
    rest -= part;
  }
  counts.outputTokens = rest;
}

function sumOf(modality: string, usage: JsonRecord, key: string): number {
  return readArray(usage, key).reduce<number>(
    (sum, item) => sum + (isRecord(item) && item.modality === modality ? (readCount(item, "tokenCount") ?? 0) : 0),
    0,
  );
}
