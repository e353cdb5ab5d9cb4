import {
  isRecord,
  type JsonRecord,
  readRecord,
  readString,
  readText,
} from "@/server/gateway/providers/wire/json-value";
import { asCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import type { ServiceTier } from "@/server/gateway/spec/price";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { readServiceTier } from "@/server/gateway/spec/service-tier";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { PAUSED, readStopReason } from "./read-stop-reason";
import { readAnthropicUsage } from "./read-usage";
import { CLAUDE_FORMAT, readThinkingDetail } from "./thinking-blocks";

interface OpenTool {
  /** Among the tool calls; Anthropic counts all content blocks. */
  index: number;
  hasArguments: boolean;
}

/** Anthropic's stream events as neutral steps; remembers the usage so far and which block is which tool call. */
export class AnthropicStreamReader {
  #counts: UsageCounts = {};
  #tier: ServiceTier | undefined;
  #tools = new Map<unknown, OpenTool>();

  read(event: JsonRecord): ChatEvent | undefined {
    switch (event.type) {
      case "message_start":
        return this.#start(readRecord(event, "message") ?? {});
      case "content_block_start":
        return this.#openBlock(event.index, readRecord(event, "content_block") ?? {});
      case "content_block_delta":
        return this.#delta(event.index, readRecord(event, "delta") ?? {});
      case "content_block_stop":
        return this.#closeBlock(event.index);
      case "message_delta":
        return this.#finish(event);
      default:
        return undefined;
    }
  }

  #start(message: JsonRecord): ChatEvent {
    const event: ChatEvent = {};
    const id = readString(message, "id");
    if (id !== undefined) event.id = id;
    const model = readString(message, "model");
    if (model !== undefined) event.model = model;
    this.#noteUsage(message.usage, event);
    return event;
  }

  #openBlock(block: unknown, content: JsonRecord): ChatEvent | undefined {
    if (content.type === "text") {
      const text = readText(content, "text");
      return text === undefined ? undefined : { text };
    }
    const detail = readThinkingDetail(content, placeOf(block));
    if (detail !== undefined)
      return detail.text ? { reasoning: detail.text, reasoningDetails: [detail] } : { reasoningDetails: [detail] };
    if (content.type !== "tool_use") return undefined;
    const tool = { index: this.#tools.size, hasArguments: false };
    this.#tools.set(block, tool);
    return {
      toolCalls: [{ index: tool.index, id: readString(content, "id") ?? "", name: readString(content, "name") ?? "" }],
    };
  }

  #delta(block: unknown, delta: JsonRecord): ChatEvent | undefined {
    const text = readText(delta, "text");
    if (text !== undefined) return { text };
    const reasoning = readText(delta, "thinking");
    if (reasoning !== undefined) return { reasoning, reasoningDetails: [thought(block, { text: reasoning })] };
    const signature = readText(delta, "signature");
    if (signature !== undefined) return { reasoningDetails: [thought(block, { signature })] };
    const tool = this.#tools.get(block);
    const json = readText(delta, "partial_json");
    if (tool === undefined || json === undefined) return undefined;
    tool.hasArguments = true;
    return { toolCalls: [{ index: tool.index, arguments: json }] };
  }

  /** A tool without parameters streams no JSON at all; clients expect an object. */
  #closeBlock(block: unknown): ChatEvent | undefined {
    const tool = this.#tools.get(block);
    return tool === undefined || tool.hasArguments
      ? undefined
      : { toolCalls: [{ index: tool.index, arguments: "{}" }] };
  }

  #finish(event: JsonRecord): ChatEvent {
    const step: ChatEvent = {};
    const delta = readRecord(event, "delta") ?? {};
    const finishReason = readStopReason(delta.stop_reason);
    if (finishReason !== undefined) step.finishReason = finishReason;
    if (delta.stop_reason === "pause_turn") step.warnings = [PAUSED];
    const stopSequence = readText(delta, "stop_sequence");
    if (stopSequence !== undefined) step.stopSequence = stopSequence;
    this.#noteUsage(event.usage, step);
    return step;
  }

  #noteUsage(usage: unknown, event: ChatEvent): void {
    this.#counts = readAnthropicUsage(usage, this.#counts);
    // Told with the start of the message alone.
    this.#tier = readServiceTier(isRecord(usage) ? usage.service_tier : undefined) ?? this.#tier;
    if (Object.keys(this.#counts).length === 0) return;
    event.usage = { counts: this.#counts, isEstimated: false };
    if (this.#tier !== undefined) event.usage.serviceTier = this.#tier;
  }
}

function placeOf(block: unknown): number {
  return asCount(block) ?? 0;
}

function thought(block: unknown, piece: { text: string } | { signature: string }): ReasoningDetail {
  return { type: "reasoning.text", format: CLAUDE_FORMAT, index: placeOf(block), ...piece };
}
