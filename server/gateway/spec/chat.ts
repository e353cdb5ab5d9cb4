import { z } from "zod";
import type { AppError } from "@/lib/contracts/errors";
import type { ChatDialect, NativeRequest } from "./native-request";
import type { CallContext } from "./provider";
import type { ReasoningDetail } from "./reasoning";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

/**
 * The neutral chat request is the OpenAI chat body: it is the superset most clients and upstreams speak, so a request to an
 * OpenAI-like upstream goes through with its unknown fields intact, and only other dialects translate.
 */
export const chatMessage = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]).optional(),
  name: z.string().optional(),
  tool_calls: z
    .array(
      z.looseObject({
        id: z.string(),
        type: z.string().optional(),
        function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
      }),
    )
    .nullish(),
  tool_call_id: z.string().optional(),
});
export type ChatMessage = z.infer<typeof chatMessage>;

export const chatTool = z.looseObject({
  type: z.string(),
  function: z
    .looseObject({
      name: z.string(),
      description: z.string().optional(),
      parameters: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

export const chatRequest = z.looseObject({
  model: requestedModel,
  messages: z.array(chatMessage).min(1, "send at least one message"),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  n: z.number().int().positive().nullish(),
  tools: z.array(chatTool).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning_effort: z.string().nullish(),
  user: z.string().nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** One chat call as a dialect hands it over. */
export interface ChatCall {
  request: ChatRequest;
  /** As the client wrote it; absent for calls that Sluice composes itself. */
  native?: NativeRequest;
  /** What the neutral request could not carry, as sentences: warnings where the call goes to a provider of another dialect. */
  losses?: readonly string[];
  /** Set when the neutral request would mean something else: the call then goes only to providers that speak its dialect. */
  refusal?: AppError;
}

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter";

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text, as the model wrote it. */
  arguments: string;
}

export interface ChatResult {
  id: string;
  /** The model that answered, as the upstream names it. */
  model: string;
  text: string;
  reasoning?: string;
  /** The same thinking with what proves it (signatures, encrypted blocks), for the next turn. */
  reasoningDetails?: ReasoningDetail[];
  toolCalls?: ToolCall[];
  finishReason: FinishReason;
  /** Which stop sequence ended the answer, where the upstream says. */
  stopSequence?: string;
  /** By what later requests name the answer and its parts, where the provider keeps them or they prove thinking to it alone. */
  stateIds?: string[];
  /** In OpenAI's shape (`{content: […]}`). */
  logprobs?: unknown;
  /** Pictures the model drew, as data URLs. */
  images?: string[];
  /** Absent when the upstream reported none; the gateway then estimates. */
  usage?: Usage;
  /** What of the request could not be passed on, as sentences. */
  warnings: string[];
  /** The upstream's own body, byte for byte: passed through to clients of the same dialect. */
  raw?: { dialect: ChatDialect; text: string };
}

export interface ToolCallDelta {
  index: number;
  id?: string;
  name?: string;
  arguments?: string;
}

/** One step of a streamed answer. Several fields may be set at once. */
export interface ChatEvent {
  /** The upstream's own event: passed through untouched to clients of the same dialect. `event` is "" where the stream names none. */
  raw?: { dialect: ChatDialect; event: string; data: string };
  /** True for a chunk with empty `choices` (OpenAI's closing one, Azure's first): shown only to clients that asked for usage, as others look for a choice. */
  isUsageOnly?: boolean;
  id?: string;
  model?: string;
  text?: string;
  reasoning?: string;
  /** Deltas: text of the same `index` adds up, a signature comes once. */
  reasoningDetails?: ReasoningDetail[];
  toolCalls?: ToolCallDelta[];
  finishReason?: FinishReason;
  stopSequence?: string;
  stateIds?: string[];
  logprobs?: unknown;
  images?: string[];
  /** Cumulative: the last one seen counts. */
  usage?: Usage;
  warnings?: string[];
}

/**
 * Both throw `AppError`. A stream that ends without a terminal event (finish reason or `[DONE]`) throws `provider_stream_broken`;
 * an error object inside a stream is thrown as its translated `AppError`. Events come in batches, one per piece of the network, so
 * that a fast stream costs one turn of the event loop for many events; a batch is never empty.
 */
export interface ChatCapability {
  /** Whether the model takes a client's dialect as it is, from `context.native`, and answers with `raw`. Else it gets the neutral request. */
  speaks?(dialect: ChatDialect, modelId: string): boolean;
  complete(request: ChatRequest, context: CallContext): Promise<ChatResult>;
  stream(request: ChatRequest, context: CallContext): AsyncIterable<readonly ChatEvent[]>;
  /**
   * Settings in the chat dialect's names as fields of a client's own `dialect`, as the model takes them; says as a sentence what it does not. Absent
   * where the names and values are the same.
   */
  fitSettings?(
    dialect: ChatDialect,
    settings: Readonly<Record<string, unknown>>,
    modelId: string,
    warnings: string[],
  ): Record<string, unknown>;
  /** Tokens the request would put in, as the provider itself counts them; free of charge. Absent where the provider offers no such count. */
  countTokens?(request: ChatRequest, context: CallContext): Promise<number>;
}
