import { z } from "zod";
import { nanoUsd } from "./request";

/** `model` as on the wire: an id, `provider/model`, or `auto`. */
const model = z.string().min(1).max(300);

export const playgroundChatInput = z.strictObject({
  model,
  system: z.string().max(100_000).optional(),
  messages: z
    .array(z.strictObject({ role: z.enum(["user", "assistant"]), content: z.string().max(400_000) }))
    .min(1)
    .max(200),
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().positive().max(1_000_000).optional(),
});
export type PlaygroundChatInput = z.infer<typeof playgroundChatInput>;

/** What a call cost and how it went; the same figures as on the usage page. */
export const callReceipt = z.object({
  requestId: z.string(),
  model: z.string(),
  provider: z.string(),
  providerConfigName: z.string(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  usage: z.record(z.string(), z.number()),
  isUsageEstimated: z.boolean(),
  costNanoUsd: nanoUsd,
  isPriced: z.boolean(),
  latencyMs: z.number().int(),
  timeToFirstTokenMs: z.number().int().nullable(),
  attemptCount: z.number().int(),
  warnings: z.array(z.string()),
});
export type CallReceipt = z.infer<typeof callReceipt>;

/** What the chat yields over tRPC, in order: any number of deltas, then one receipt, or one error in place of it (text so far stays). */
export const playgroundChatEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("delta"), text: z.string().optional(), reasoning: z.string().optional() }),
  z.object({ type: z.literal("done"), finishReason: z.string(), receipt: callReceipt }),
  z.object({ type: z.literal("error"), code: z.string(), message: z.string(), requestId: z.string().nullable() }),
]);
export type PlaygroundChatEvent = z.infer<typeof playgroundChatEvent>;

export const playgroundEmbedInput = z.strictObject({
  model,
  input: z.array(z.string().min(1).max(100_000)).min(1).max(64),
});
/** Vectors are cut to what a person can look at; `similarity[i][j]` is the cosine over the whole vectors. */
export const playgroundEmbedResult = z.object({
  dimensions: z.number().int(),
  preview: z.array(z.array(z.number())),
  similarity: z.array(z.array(z.number())),
  receipt: callReceipt,
});
export type PlaygroundEmbedResult = z.infer<typeof playgroundEmbedResult>;

export const playgroundRerankInput = z.strictObject({
  model,
  query: z.string().min(1).max(10_000),
  documents: z.array(z.string().min(1).max(50_000)).min(1).max(100),
});
export const playgroundRerankResult = z.object({
  ranking: z.array(z.object({ index: z.number().int(), relevanceScore: z.number() })),
  receipt: callReceipt,
});
export type PlaygroundRerankResult = z.infer<typeof playgroundRerankResult>;

export const playgroundSpeakInput = z.strictObject({
  model,
  input: z.string().min(1).max(4096),
  voice: z.string().min(1).max(100),
});
export const playgroundSpeakResult = z.object({
  contentType: z.string(),
  audioBase64: z.string(),
  receipt: callReceipt,
});
export type PlaygroundSpeakResult = z.infer<typeof playgroundSpeakResult>;

/** At most 8 MB of audio, base64. */
export const playgroundTranscribeInput = z.strictObject({
  model,
  fileName: z.string().min(1).max(255),
  contentType: z.string().max(100),
  audioBase64: z.base64().max(11_200_000),
});
export const playgroundTranscribeResult = z.object({ text: z.string(), receipt: callReceipt });
export type PlaygroundTranscribeResult = z.infer<typeof playgroundTranscribeResult>;
