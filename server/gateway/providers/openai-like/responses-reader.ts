import { type JsonRecord, readRecord, readString, readText } from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import type { ChatEvent, ToolCallDelta } from "@/server/gateway/spec/chat";
import type { Usage } from "@/server/gateway/spec/usage";
import { readOpenAiUsage } from "./read-usage";
import { finishReasonOf, stateOfResponse } from "./responses-result";

/**
 * The events of a streamed response (platform.openai.com/docs/api-reference/responses-streaming) with what they mean beside them. One
 * that means nothing here keeps its text all the same: the client may know it.
 */
export class ResponsesReader {
  /** Which tool call each output item is, by its place in the output. */
  readonly #tools = new Map<unknown, number>();

  /** The error object that ends a stream. OpenAI documents the fields of `error` flat, and sends them nested as well. */
  failure(payload: JsonRecord): JsonRecord | undefined {
    if (payload.type === "error") return readRecord(payload, "error") ?? { ...payload, type: "" };
    if (payload.type !== "response.failed") return undefined;
    return readRecord(readRecord(payload, "response") ?? {}, "error") ?? {};
  }

  read(payload: JsonRecord, data: string, name: string): ChatEvent {
    const event: ChatEvent = { raw: { dialect: "responses", event: name, data } };
    switch (payload.type) {
      case "response.created":
        return this.#start(event, readRecord(payload, "response") ?? {});
      case "response.output_text.delta":
      case "response.refusal.delta":
        return withText(event, "text", payload);
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        return withText(event, "reasoning", payload);
      case "response.output_item.added":
        return this.#openItem(event, payload.output_index, readRecord(payload, "item") ?? {});
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta":
        return this.#arguments(event, payload);
      case "response.completed":
      case "response.incomplete":
        return this.#finish(event, readRecord(payload, "response") ?? {});
      default:
        return event;
    }
  }

  #start(event: ChatEvent, response: JsonRecord): ChatEvent {
    const id = readString(response, "id");
    if (id !== undefined) event.id = id;
    const model = readString(response, "model");
    if (model !== undefined) event.model = model;
    return event;
  }

  #openItem(event: ChatEvent, place: unknown, item: JsonRecord): ChatEvent {
    if (item.type !== "function_call" && item.type !== "custom_tool_call") return event;
    const delta: ToolCallDelta = { index: this.#tools.size };
    this.#tools.set(place, delta.index);
    const id = readString(item, "call_id");
    if (id !== undefined) delta.id = id;
    const name = readString(item, "name");
    if (name !== undefined) delta.name = name;
    event.toolCalls = [delta];
    return event;
  }

  #arguments(event: ChatEvent, payload: JsonRecord): ChatEvent {
    const index = this.#tools.get(payload.output_index);
    const text = readText(payload, "delta");
    if (index !== undefined && text !== undefined) event.toolCalls = [{ index, arguments: text }];
    return event;
  }

  #finish(event: ChatEvent, response: JsonRecord): ChatEvent {
    event.stateIds = stateOfResponse(response);
    event.finishReason = finishReasonOf(response, this.#tools.size > 0);
    const usage = usageOfResponse(response);
    if (usage !== undefined) event.usage = usage;
    return event;
  }

  /** What a payload that ends the stream says was consumed; a failed response tells it too. */
  usageOf(payload: JsonRecord): Usage | undefined {
    return usageOfResponse(readRecord(payload, "response") ?? {});
  }
}

function usageOfResponse(response: JsonRecord): Usage | undefined {
  const usage = readOpenAiUsage(response.usage);
  return usage && noteServiceTier(usage, response.service_tier);
}

function withText(event: ChatEvent, field: "text" | "reasoning", payload: JsonRecord): ChatEvent {
  const text = readText(payload, "delta");
  if (text !== undefined) event[field] = text;
  return event;
}
