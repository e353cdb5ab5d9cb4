import type { AppError } from "@/lib/contracts/errors";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { type ChatEncoder, type StreamFacts, sseFrame } from "@/server/http/chat/chat-writer";
import { toUsageBody } from "./usage-body";
import { toErrorBody } from "./write-error";

/** A whole answer as an OpenAI chat completion. */
export function toChatBody(result: ChatResult, counts: UsageCounts, createdAtSeconds: number) {
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
          ...(result.reasoningDetails?.length ? { reasoning_details: result.reasoningDetails } : {}),
          ...(result.images?.length ? { images: result.images.map(toImage) } : {}),
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
        logprobs: result.logprobs ?? null,
        finish_reason: result.finishReason,
      },
    ],
    usage: toUsageBody(counts),
  };
}

function toImage(url: string) {
  return { type: "image_url", image_url: { url } };
}

/** Writes one answer's events as OpenAI chunks. Stateful: id, model and role belong to the whole answer. */
export class ChatChunkEncoder implements ChatEncoder {
  readonly #created = Math.floor(Date.now() / 1000);
  readonly #requestId: string;
  #id: string;
  #model: string;
  #hasRole = false;
  #isNative = false;

  constructor(
    { requestId, model }: StreamFacts,
    private readonly includeUsage: boolean,
  ) {
    this.#requestId = requestId;
    this.#id = `chatcmpl-${requestId}`;
    this.#model = model;
  }

  encode(event: ChatEvent): string {
    if (event.raw?.dialect === "chat") {
      this.#isNative = true;
      return event.isUsageOnly && !this.includeUsage ? "" : sseFrame("", event.raw.data);
    }
    if (event.id) this.#id = event.id;
    if (event.model) this.#model = event.model;
    const delta: Record<string, unknown> = {};
    if (event.text) delta.content = event.text;
    if (event.reasoning) delta.reasoning_content = event.reasoning;
    if (event.reasoningDetails) delta.reasoning_details = event.reasoningDetails;
    if (event.images) delta.images = event.images.map(toImage);
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
    if (Object.keys(delta).length === 0 && !event.finishReason) return "";
    if (!this.#hasRole) delta.role = "assistant";
    this.#hasRole = true;
    return this.#chunk([
      { index: 0, delta, logprobs: event.logprobs ?? null, finish_reason: event.finishReason ?? null },
    ]);
  }

  /** OpenAI's closing chunk for clients that asked for usage, and the end mark. */
  end(receipt: Receipt | undefined): string {
    const usage = this.includeUsage && !this.#isNative && receipt ? this.#chunk([], toUsageBody(receipt.counts)) : "";
    return `${usage}data: [DONE]\n\n`;
  }

  /** Without [DONE], so that nobody takes the answer for whole. */
  fail(error: AppError): string {
    return sseFrame("", JSON.stringify(toErrorBody(error, this.#requestId)));
  }

  #chunk(choices: unknown[], usage?: unknown): string {
    return sseFrame(
      "",
      JSON.stringify({
        id: this.#id,
        object: "chat.completion.chunk",
        created: this.#created,
        model: this.#model,
        choices,
        ...(usage ? { usage } : {}),
      }),
    );
  }
}
