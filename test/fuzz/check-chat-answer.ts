import { z } from "zod";
import { serviceTier } from "@/lib/contracts/price";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import { REASONING_FORMATS } from "@/server/gateway/spec/reasoning";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import { messagesWriter } from "@/server/http/anthropic/messages-writer";
import type { ChatWriter } from "@/server/http/chat/chat-writer";
import { ChatChunkEncoder, toChatBody } from "@/server/http/openai/chat-body";
import { completionsRequest } from "@/server/http/openai/completions/completions-request";
import { completionsWriter } from "@/server/http/openai/completions/completions-writer";
import { responsesRequest } from "@/server/http/openai/responses/responses-request";
import { responsesWriter } from "@/server/http/openai/responses/responses-writer";

const REQUEST_ID = "0199c0de-0000-7000-8000-000000000001";

const count = z.number().int().nonnegative().max(50_000_000);
export const usageShape = z
  .strictObject({
    counts: z.partialRecord(z.enum(USAGE_UNITS), count),
    isEstimated: z.boolean(),
    serviceTier: serviceTier.optional(),
    providerCostNanoUsd: z.bigint().nonnegative().optional(),
  })
  .optional();
const finishReason = z.enum(["stop", "length", "tool_calls", "content_filter"]);
const text = z.string().optional();
const reasoningDetails = z
  .array(
    z.strictObject({
      type: z.enum(["reasoning.text", "reasoning.summary", "reasoning.encrypted"]),
      text,
      summary: text,
      signature: text,
      data: text,
      id: text,
      format: z.enum(REASONING_FORMATS),
      index: z.number().int().nonnegative().optional(),
    }),
  )
  .optional();

const resultShape = z.strictObject({
  id: z.string(),
  model: z.string(),
  text: z.string(),
  reasoning: text,
  reasoningDetails,
  toolCalls: z.array(z.strictObject({ id: z.string(), name: z.string(), arguments: z.string() })).optional(),
  finishReason,
  stopSequence: text,
  logprobs: z.unknown().optional(),
  images: z.array(z.string()).optional(),
  stateIds: z.array(z.string()).optional(),
  usage: usageShape,
  warnings: z.array(z.string()),
  raw: z.strictObject({ dialect: z.string(), text: z.string() }).optional(),
});

const eventShape = z.strictObject({
  raw: z.strictObject({ dialect: z.string(), event: z.string(), data: z.string() }).optional(),
  isUsageOnly: z.boolean().optional(),
  id: text,
  model: text,
  text,
  reasoning: text,
  reasoningDetails,
  toolCalls: z
    .array(z.strictObject({ index: z.number().int().nonnegative(), id: text, name: text, arguments: text }))
    .optional(),
  finishReason: finishReason.optional(),
  stopSequence: text,
  logprobs: z.unknown().optional(),
  images: z.array(z.string()).optional(),
  stateIds: z.array(z.string()).optional(),
  usage: usageShape,
  warnings: z.array(z.string()).optional(),
});

const chatWriter: ChatWriter = {
  dialect: "chat",
  toBody: (result, receipt) => toChatBody(result, receipt.counts, 0),
  createEncoder: (stream) => new ChatChunkEncoder(stream, true),
};
const WRITERS: readonly ChatWriter[] = [
  chatWriter,
  completionsWriter(completionsRequest.parse({ model: "m", prompt: "Hi" }), REQUEST_ID),
  responsesWriter(responsesRequest.parse({ model: "m", input: "Hi" }), REQUEST_ID),
  messagesWriter,
];

function receiptOf(usage: ChatResult["usage"]): Receipt {
  return {
    requestId: REQUEST_ID,
    model: "m",
    provider: "p",
    providerConfigId: "c",
    providerConfigName: "c",
    counts: usage?.counts ?? {},
    isUsageEstimated: usage === undefined,
    inputCostNanoUsd: 0n,
    outputCostNanoUsd: 0n,
    costNanoUsd: 0n,
    isPriced: false,
    latencyMs: 0,
    timeToFirstTokenMs: null,
    attemptCount: 1,
    cacheStatus: "none",
    savedNanoUsd: 0n,
    warnings: [],
    budget: null,
    stepDown: null,
  };
}

/** Throws unless the result is what its type says at run time too, and every dialect can write it as JSON. */
export function checkChatResult(result: ChatResult): void {
  resultShape.parse(result);
  // Written neutrally: the upstream's own bytes would not show what the writers make of the fields.
  const { raw: _raw, ...neutral } = result;
  for (const writer of WRITERS) JSON.parse(JSON.stringify(writer.toBody(neutral, receiptOf(result.usage))));
}

/** As `checkChatResult`, for a stream as far as it came; `isWhole` says that it ended properly. */
export function checkChatEvents(events: readonly ChatEvent[], isWhole: boolean): void {
  for (const event of events) eventShape.parse(event);
  const usage = events.findLast((event) => event.usage)?.usage;
  for (const writer of WRITERS) {
    const encoder = writer.createEncoder({ requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 });
    let frames = "";
    for (const { raw: _raw, ...event } of events) frames += encoder.encode(event);
    frames += isWhole ? encoder.end(receiptOf(usage)) : "";
    for (const line of frames.split("\n"))
      if (line.startsWith("data: ") && line !== "data: [DONE]") JSON.parse(line.slice("data: ".length));
  }
}
