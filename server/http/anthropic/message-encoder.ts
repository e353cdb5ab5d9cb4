import type { AppError } from "@/lib/contracts/errors";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent, FinishReason } from "@/server/gateway/spec/chat";
import { fillMissingSides, type UsageCounts } from "@/server/gateway/spec/usage";
import { type ChatEncoder, type StreamFacts, sseFrame } from "@/server/http/chat/chat-writer";
import { BlockQueue } from "./block-queue";
import { toMessageId, toPictureText } from "./message-body";
import { toDeltaUsage, toMessageUsage } from "./message-usage";
import { toStopReason } from "./stop-reason";
import { toAnthropicErrorBody } from "./write-error";

/** Writes one answer's events as those of the Messages API (platform.claude.com/docs/en/build-with-claude/streaming). */
export class MessageEncoder implements ChatEncoder {
  readonly #requestId: string;
  readonly #blocks: BlockQueue;
  #id: string | undefined;
  #model: string;
  readonly #estimate: UsageCounts;
  #counts: UsageCounts = {};
  #finishReason: FinishReason = "stop";
  #stopSequence: string | undefined;
  #hasStarted = false;
  #isNative = false;

  constructor({ requestId, model, estimatedInputTokens }: StreamFacts) {
    this.#requestId = requestId;
    this.#model = model;
    this.#estimate = { inputTokens: estimatedInputTokens };
    this.#blocks = new BlockQueue((place) => `toolu_${requestId.replaceAll("-", "")}_${place}`);
  }

  encode(event: ChatEvent): string {
    if (event.raw?.dialect === "messages") {
      this.#isNative = true;
      return sseFrame(event.raw.event, event.raw.data);
    }
    if (event.id) this.#id = event.id;
    if (event.model) this.#model = event.model;
    if (event.usage) this.#counts = event.usage.counts;
    if (event.finishReason) this.#finishReason = event.finishReason;
    if (event.stopSequence !== undefined) this.#stopSequence = event.stopSequence;
    this.#addContent(event);
    const frames = this.#blocks.take(false);
    return frames === "" ? "" : this.#start() + frames;
  }

  #addContent({ reasoning, reasoningDetails, text, images, toolCalls }: ChatEvent): void {
    const isDetailed = reasoningDetails?.some((detail) => detail.text || detail.summary);
    if (reasoning && !isDetailed) this.#blocks.addReasoning(reasoning);
    for (const detail of reasoningDetails ?? []) this.#blocks.addDetail(detail);
    if (text) this.#blocks.addText(text);
    for (const url of images ?? []) this.#blocks.addText(toPictureText(url));
    for (const call of toolCalls ?? []) this.#blocks.addToolCall(call);
  }

  /** Usage comes last with many vendors, so the reason of the end waits for it. */
  end(receipt: Receipt | undefined): string {
    if (this.#isNative) return "";
    const frames = this.#start() + this.#blocks.take(true);
    const delta = {
      type: "message_delta",
      delta: {
        stop_reason: toStopReason(this.#finishReason, this.#stopSequence, this.#blocks.hasToolCalls),
        stop_sequence: this.#stopSequence ?? null,
        stop_details: null,
        container: null,
      },
      usage: toDeltaUsage(receipt?.counts ?? this.#counts),
    };
    return `${frames}${sseFrame("message_delta", JSON.stringify(delta))}${sseFrame("message_stop", '{"type":"message_stop"}')}`;
  }

  /** Without `message_stop`, so that nobody takes the answer for whole. */
  fail(error: AppError): string {
    return sseFrame("error", JSON.stringify(toAnthropicErrorBody(error, this.#requestId)));
  }

  #start(): string {
    if (this.#hasStarted) return "";
    this.#hasStarted = true;
    const message = {
      id: toMessageId(this.#id, this.#requestId),
      type: "message",
      role: "assistant",
      model: this.#model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      // Most upstreams tell their counts last; `message_delta` then corrects the estimate.
      usage: toMessageUsage(fillMissingSides(this.#counts, this.#estimate)),
      container: null,
      diagnostics: null,
    };
    return sseFrame("message_start", JSON.stringify({ type: "message_start", message }));
  }
}
