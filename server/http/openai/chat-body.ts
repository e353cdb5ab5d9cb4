import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { toUsageBody } from "./usage-body";

/** A whole answer as an OpenAI chat completion: the upstream's own body where it speaks this dialect. */
export function toChatBody(result: ChatResult, counts: UsageCounts, createdAtSeconds: number) {
  if (result.raw) return result.raw;
  return {
    id: result.id,
    object: "chat.completion",
    created: createdAtSeconds,
    model: result.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: result.text === "" && result.toolCalls?.length ? null : result.text,
          ...(result.reasoning ? { reasoning_content: result.reasoning } : {}),
          ...(result.toolCalls?.length
            ? {
                tool_calls: result.toolCalls.map((call) => ({
                  id: call.id,
                  type: "function",
                  function: { name: call.name, arguments: call.arguments },
                })),
              }
            : {}),
        },
        logprobs: null,
        finish_reason: result.finishReason,
      },
    ],
    usage: toUsageBody(counts),
  };
}

/** Writes one answer's events as OpenAI chunks. Stateful: id, model and role belong to the whole answer. */
export class ChatChunkEncoder {
  readonly #created = Math.floor(Date.now() / 1000);
  #id: string;
  #model: string;
  #hasRole = false;

  constructor(
    requestId: string,
    model: string,
    private readonly includeUsage: boolean,
  ) {
    this.#id = `chatcmpl-${requestId}`;
    this.#model = model;
  }

  /** The `data:` payloads for an event: none, one or two. */
  encode(event: ChatEvent): string[] {
    if (event.id) this.#id = event.id;
    if (event.model) this.#model = event.model;
    if (event.raw !== undefined) return event.isUsageOnly && !this.includeUsage ? [] : [event.raw];
    const payloads: string[] = [];
    const delta: Record<string, unknown> = {};
    if (event.text) delta.content = event.text;
    if (event.reasoning) delta.reasoning_content = event.reasoning;
    if (event.toolCalls) {
      delta.tool_calls = event.toolCalls.map((call) => ({
        index: call.index,
        ...(call.id === undefined ? {} : { id: call.id, type: "function" }),
        function: {
          ...(call.name === undefined ? {} : { name: call.name }),
          ...(call.arguments === undefined ? {} : { arguments: call.arguments }),
        },
      }));
    }
    if (Object.keys(delta).length > 0 || event.finishReason) {
      if (!this.#hasRole) delta.role = "assistant";
      this.#hasRole = true;
      payloads.push(this.#chunk([{ index: 0, delta, logprobs: null, finish_reason: event.finishReason ?? null }]));
    }
    return payloads;
  }

  /** OpenAI's closing chunk, for answers of other dialects to clients that asked for usage. */
  usageChunk(counts: UsageCounts): string {
    return this.#chunk([], toUsageBody(counts));
  }

  #chunk(choices: unknown[], usage?: unknown): string {
    return JSON.stringify({
      id: this.#id,
      object: "chat.completion.chunk",
      created: this.#created,
      model: this.#model,
      choices,
      ...(usage ? { usage } : {}),
    });
  }
}
