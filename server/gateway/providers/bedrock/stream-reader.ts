import { type JsonRecord, readRecord, readString, readText } from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import { asCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { readReasoning, reasoningFormat } from "./read-reasoning";
import { readStopReason } from "./read-stop-reason";
import { readBedrockUsage } from "./read-usage";

interface OpenTool {
  /** Among the tool calls; Bedrock counts all content blocks. */
  index: number;
  hasArguments: boolean;
}

/** Events of ConverseStream as neutral steps (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html). */
export class ConverseStreamReader {
  readonly #modelId: string;
  #tools = new Map<unknown, OpenTool>();

  constructor(modelId: string) {
    this.#modelId = modelId;
  }

  read(name: string, payload: JsonRecord): ChatEvent | undefined {
    switch (name) {
      case "messageStart":
        return { model: this.#modelId };
      case "contentBlockStart":
        return this.#openBlock(payload.contentBlockIndex, readRecord(payload, "start") ?? {});
      case "contentBlockDelta":
        return this.#delta(payload.contentBlockIndex, readRecord(payload, "delta") ?? {});
      case "contentBlockStop":
        return this.#closeBlock(payload.contentBlockIndex);
      case "messageStop":
        return { finishReason: readStopReason(payload.stopReason) };
      case "metadata": {
        const usage = readBedrockUsage(payload.usage);
        const said = readRecord(payload, "serviceTier")?.type;
        return usage === undefined ? undefined : { usage: noteServiceTier(usage, said) };
      }
      default:
        return undefined;
    }
  }

  #openBlock(block: unknown, start: JsonRecord): ChatEvent | undefined {
    const toolUse = readRecord(start, "toolUse");
    if (toolUse === undefined) return undefined;
    const tool = { index: this.#tools.size, hasArguments: false };
    this.#tools.set(block, tool);
    const id = readString(toolUse, "toolUseId") ?? "";
    return { toolCalls: [{ index: tool.index, id, name: readString(toolUse, "name") ?? "" }] };
  }

  #delta(block: unknown, delta: JsonRecord): ChatEvent | undefined {
    const text = readText(delta, "text");
    if (text !== undefined) return { text };
    const reasoning = readRecord(delta, "reasoningContent");
    if (reasoning !== undefined) return this.#think(block, reasoning);
    const tool = this.#tools.get(block);
    const json = readText(readRecord(delta, "toolUse") ?? {}, "input");
    if (tool === undefined || json === undefined) return undefined;
    tool.hasArguments = true;
    return { toolCalls: [{ index: tool.index, arguments: json }] };
  }

  #think(block: unknown, piece: JsonRecord): ChatEvent | undefined {
    const index = asCount(block) ?? 0;
    const detail = readReasoning(piece, reasoningFormat(this.#modelId), index);
    if (detail === undefined) return undefined;
    return detail.text === undefined
      ? { reasoningDetails: [detail] }
      : { reasoning: detail.text, reasoningDetails: [detail] };
  }

  /** A tool without parameters streams no JSON at all; clients expect an object. */
  #closeBlock(block: unknown): ChatEvent | undefined {
    const tool = this.#tools.get(block);
    return tool === undefined || tool.hasArguments
      ? undefined
      : { toolCalls: [{ index: tool.index, arguments: "{}" }] };
  }
}
