import type { RouteFeature } from "@/lib/contracts/routing";
import type { ChatCall } from "@/server/gateway/spec/chat";
import { totalInputTokens, type UsageCounts } from "@/server/gateway/spec/usage";
import type { CallNeeds } from "./call-needs";

/**
 * How many times fewer tokens than the estimate of four bytes each a prompt may have at the very least: the longest tokens of common tokenizers
 * that make up whole texts, such as runs of spaces in code, average some 16 bytes.
 */
const ESTIMATE_TO_LEAST = 4;

/** What a chat needs of a model, read off the request without parsing any of it again. */
export function needsOfChat({ request }: Pick<ChatCall, "request">, estimate: UsageCounts): CallNeeds {
  const inputTokens = totalInputTokens(estimate);
  return {
    inputTokens,
    inputTokensAtLeast: Math.floor(inputTokens / ESTIMATE_TO_LEAST),
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    features: featuresOf(request),
    taskType: null,
    mustBePriced: false,
  };
}

const NONE: readonly RouteFeature[] = [];
const STREAMING: readonly RouteFeature[] = ["streaming"];

function featuresOf(request: ChatCall["request"]): readonly RouteFeature[] {
  let hasPicture = false;
  let hasSound = false;
  for (const { content } of request.messages) {
    if (!Array.isArray(content)) continue;
    for (const { type } of content) {
      if (type === "image_url") hasPicture = true;
      else if (type === "input_audio") hasSound = true;
    }
  }
  const needsTools = request.tools != null && request.tools.length > 0;
  const needsSchema = isJsonSchema(request.response_format);
  const needsReasoning = request.reasoning_effort != null && request.reasoning_effort !== "none";
  // As nearly always: then nothing is made.
  if (!hasPicture && !hasSound && !needsTools && !needsSchema && !needsReasoning)
    return request.stream ? STREAMING : NONE;
  const features: RouteFeature[] = [];
  if (needsTools) features.push("tools");
  if (hasPicture) features.push("vision");
  if (hasSound) features.push("audio");
  if (needsSchema) features.push("json_schema");
  if (needsReasoning) features.push("reasoning");
  if (request.stream) features.push("streaming");
  return features;
}

function isJsonSchema(format: unknown): boolean {
  return typeof format === "object" && format !== null && "type" in format && format.type === "json_schema";
}
