import { z } from "zod";
import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import { CHAT_DIALECTS } from "@/server/gateway/spec/native-request";
import { REASONING_FORMATS } from "@/server/gateway/spec/reasoning";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

const reasoningDetail = z.object({
  type: z.enum(["reasoning.text", "reasoning.summary", "reasoning.encrypted"]),
  text: z.string().optional(),
  summary: z.string().optional(),
  signature: z.string().optional(),
  data: z.string().optional(),
  id: z.string().optional(),
  format: z.enum(REASONING_FORMATS),
  index: z.number().optional(),
});

/** An answer as it is kept: what a client gets again, and what it was worth. Money is nano-USD as a decimal string. */
export const cachedAnswer = z.object({
  id: z.string(),
  model: z.string(),
  text: z.string(),
  reasoning: z.string().optional(),
  reasoningDetails: z.array(reasoningDetail).optional(),
  stopSequence: z.string().optional(),
  raw: z.object({ dialect: z.enum(CHAT_DIALECTS), text: z.string() }).optional(),
  counts: z.partialRecord(z.enum(USAGE_UNITS), z.number().int().nonnegative()),
  costNanoUsd: z.string().regex(/^\d+$/),
  latencyMs: z.number().int().nonnegative(),
});
export type CachedAnswer = z.infer<typeof cachedAnswer>;

export function toResult(answer: CachedAnswer): ChatResult {
  const { id, model, text, reasoning, reasoningDetails, stopSequence, raw, counts } = answer;
  return {
    id,
    model,
    text,
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(reasoningDetails === undefined ? {} : { reasoningDetails }),
    ...(stopSequence === undefined ? {} : { stopSequence }),
    ...(raw === undefined ? {} : { raw }),
    finishReason: "stop",
    usage: { counts, isEstimated: false },
    warnings: [],
  };
}

/** The same answer as a stream: in one batch, for nothing is waited for. */
export function toEvents(answer: CachedAnswer): ChatEvent[] {
  const { id, model, text, reasoning, reasoningDetails, stopSequence, counts } = answer;
  const events: ChatEvent[] = [];
  if (reasoning !== undefined || reasoningDetails !== undefined)
    events.push({
      id,
      model,
      ...(reasoning === undefined ? {} : { reasoning }),
      ...(reasoningDetails === undefined ? {} : { reasoningDetails }),
    });
  events.push({ id, model, text });
  events.push({
    id,
    model,
    finishReason: "stop",
    usage: { counts, isEstimated: false },
    ...(stopSequence === undefined ? {} : { stopSequence }),
  });
  return events;
}
