import type { ChatRequest, ChatResult } from "@/server/gateway/spec/chat";
import type { EmbeddingRequest } from "@/server/gateway/spec/embedding";
import { type RerankRequest, textOfDocument } from "@/server/gateway/spec/rerank";
import { fillMissingSides, type Usage, type UsageCounts } from "@/server/gateway/spec/usage";

/** English text averages about four bytes a token over the common tokenizers; used only where a provider reports nothing, and flagged. */
export const BYTES_PER_TOKEN = 4;

/** Compressed speech at 128 kbit/s is 16 bytes a millisecond; used only where neither provider nor answer tells the length. */
const AUDIO_BYTES_PER_MS = 16;

function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/** A picture of usual size costs some 750 to 1,600 tokens at the large vendors. */
const TOKENS_PER_PICTURE = 1_000;

export function estimateChatInput(request: ChatRequest): UsageCounts {
  let tokens = 0;
  for (const message of request.messages) {
    // Four tokens a message go to its frame in the chat formats of the large vendors.
    tokens += 4;
    if (typeof message.content === "string") tokens += estimateTokens(message.content);
    else
      for (const part of message.content ?? []) {
        if (typeof part.text === "string") tokens += estimateTokens(part.text);
        else if (part.type === "image_url") tokens += TOKENS_PER_PICTURE;
      }
    for (const call of message.tool_calls ?? [])
      tokens += estimateTokens((call.function?.name ?? "") + (call.function?.arguments ?? ""));
  }
  if (request.tools?.length) tokens += estimateTokens(JSON.stringify(request.tools));
  return { inputTokens: tokens };
}

/** Everything the model wrote: text, reasoning, and the arguments of tool calls. */
export function estimateChatOutput({ text, reasoning = "", toolCalls = [] }: ChatResult): UsageCounts {
  return {
    outputTokens: estimateTokens(text + reasoning + toolCalls.map((call) => call.name + call.arguments).join("")),
  };
}

/** What the provider reported; where it left out the input, the output or both, the estimate stands in and the whole is flagged. */
export function completeUsage(reported: Usage | undefined, estimated: UsageCounts | (() => UsageCounts)): Usage {
  // As nearly always: nothing to fill in, and nothing to estimate for it.
  if (reported?.counts.inputTokens !== undefined && reported.counts.outputTokens !== undefined) return reported;
  const estimate = typeof estimated === "function" ? estimated() : estimated;
  if (!reported) return { counts: estimate, isEstimated: true };
  const counts = fillMissingSides(reported.counts, estimate);
  const isFilled = Object.keys(counts).length > Object.keys(reported.counts).length;
  return { ...reported, counts, isEstimated: reported.isEstimated || isFilled };
}

export function estimateEmbeddingInput({ input }: EmbeddingRequest): UsageCounts {
  if (typeof input === "string") return { inputTokens: estimateTokens(input) };
  let tokens = 0;
  for (const item of input)
    tokens += typeof item === "string" ? estimateTokens(item) : typeof item === "number" ? 1 : item.length;
  return { inputTokens: tokens };
}

/** Rerankers read the query once with every document. */
export function estimateRerankInput({ query, documents }: RerankRequest): UsageCounts {
  const queryTokens = estimateTokens(query);
  let tokens = 0;
  for (const item of documents) tokens += queryTokens + estimateTokens(textOfDocument(item) ?? "");
  return { inputTokens: tokens };
}

export function estimateAudio(byteCount: number): UsageCounts {
  return { audioMs: Math.ceil(byteCount / AUDIO_BYTES_PER_MS) };
}
