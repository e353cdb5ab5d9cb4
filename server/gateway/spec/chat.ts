import { z } from "zod";
import type { CallContext } from "./provider";
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
  toolCalls?: ToolCall[];
  finishReason: FinishReason;
  /** Absent when the upstream reported none; the gateway then estimates. */
  usage?: Usage;
  /** What of the request could not be passed on, as sentences. */
  warnings: string[];
  /** The upstream's own body when it is in the OpenAI chat dialect: passed through untouched. */
  raw?: Record<string, unknown>;
}

export interface ToolCallDelta {
  index: number;
  id?: string;
  name?: string;
  arguments?: string;
}

/** One step of a streamed answer. Several fields may be set at once. */
export interface ChatEvent {
  /** The upstream's own `data:` payload when it is in the OpenAI chat dialect: passed through untouched. */
  raw?: string;
  /** True for OpenAI's closing chunk with empty `choices`: shown only to clients that asked for usage. */
  isUsageOnly?: boolean;
  id?: string;
  model?: string;
  text?: string;
  reasoning?: string;
  toolCalls?: ToolCallDelta[];
  finishReason?: FinishReason;
  /** Cumulative: the last one seen counts. */
  usage?: Usage;
  warnings?: string[];
}

/**
 * Both throw `AppError`. A stream that ends without a terminal event (finish reason or `[DONE]`) throws `provider_stream_broken`;
 * an error object inside a stream is thrown as its translated `AppError`.
 */
export interface ChatCapability {
  complete(request: ChatRequest, context: CallContext): Promise<ChatResult>;
  stream(request: ChatRequest, context: CallContext): AsyncIterable<ChatEvent>;
}
