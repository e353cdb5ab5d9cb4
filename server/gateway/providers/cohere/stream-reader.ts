import { type JsonRecord, readRecord, readString, readText } from "@/server/gateway/providers/wire/json-value";
import { quoteUpstream } from "@/server/gateway/providers/wire/quote-upstream";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { readFinish } from "./read-finish";
import { readLogprobs } from "./read-logprobs";
import { readCohereUsage } from "./read-usage";

interface OpenTool {
  /** Among the tool calls, whatever Cohere counts. */
  index: number;
  hasArguments: boolean;
}

/** Cohere's stream events (docs.cohere.com/docs/streaming) as neutral steps; citations are left out, as they add nothing to the text. */
export class CohereStreamReader {
  readonly #tools = new Map<unknown, OpenTool>();
  #count = 0;

  read(event: JsonRecord): ChatEvent | undefined {
    const delta = readRecord(event, "delta") ?? {};
    const message = readRecord(delta, "message") ?? {};
    switch (event.type) {
      case "message-start": {
        const id = readString(event, "id");
        return id === undefined ? undefined : { id };
      }
      case "content-start":
      case "content-delta":
        return readContent(readRecord(message, "content") ?? {}, event.logprobs);
      case "tool-plan-delta": {
        const reasoning = readText(message, "tool_plan");
        return reasoning === undefined ? undefined : { reasoning };
      }
      case "tool-call-start":
        return this.#openTool(event.index, readRecord(message, "tool_calls") ?? {});
      case "tool-call-delta":
        return this.#addArguments(event.index, readRecord(message, "tool_calls") ?? {});
      case "tool-call-end":
        return this.#closeTool(event.index);
      case "message-end":
        return readEnd(delta);
      default:
        return undefined;
    }
  }

  #openTool(key: unknown, call: JsonRecord): ChatEvent {
    const tool = { index: this.#count++, hasArguments: false };
    this.#tools.set(key, tool);
    const called = readRecord(call, "function") ?? {};
    const text = readText(called, "arguments");
    if (text !== undefined) tool.hasArguments = true;
    return {
      toolCalls: [
        {
          index: tool.index,
          id: readString(call, "id") ?? "",
          name: readString(called, "name") ?? "",
          ...(text !== undefined && { arguments: text }),
        },
      ],
    };
  }

  #addArguments(key: unknown, call: JsonRecord): ChatEvent | undefined {
    const tool = this.#tools.get(key);
    const text = readText(readRecord(call, "function") ?? {}, "arguments");
    if (tool === undefined || text === undefined) return undefined;
    tool.hasArguments = true;
    return { toolCalls: [{ index: tool.index, arguments: text }] };
  }

  /** A tool without parameters may stream none at all; clients expect an object. */
  #closeTool(key: unknown): ChatEvent | undefined {
    const tool = this.#tools.get(key);
    if (tool === undefined || tool.hasArguments) return undefined;
    tool.hasArguments = true;
    return { toolCalls: [{ index: tool.index, arguments: "{}" }] };
  }
}

function readContent(content: JsonRecord, logprobs: unknown): ChatEvent | undefined {
  const text = readText(content, "text");
  const reasoning = readText(content, "thinking");
  if (text === undefined && reasoning === undefined) return undefined;
  const tokens = readLogprobs([logprobs]);
  return {
    ...(text !== undefined && { text }),
    ...(reasoning !== undefined && { reasoning }),
    ...(tokens !== undefined && { logprobs: tokens }),
  };
}

function readEnd(delta: JsonRecord): ChatEvent {
  const words = readText(delta, "error");
  const finishReason = readFinish(words === undefined ? delta.finish_reason : "ERROR", words && quoteUpstream(words));
  const usage = readCohereUsage(delta.usage);
  return { ...(finishReason && { finishReason }), ...(usage && { usage }) };
}
