import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import type { ChatResult, FinishReason, ToolCall } from "@/server/gateway/spec/chat";
import { stateOfItem } from "@/server/gateway/spec/state-of-item";
import { readOpenAiUsage } from "./read-usage";

/** A whole response object (platform.openai.com/docs/api-reference/responses/object) beside its own text. */
export function readResponse(body: JsonRecord, raw: string, modelId: string): ChatResult {
  const output = readArray(body, "output").filter(isRecord);
  const toolCalls = output.flatMap(readToolCall);
  const reasoning = output.filter(({ type }) => type === "reasoning").map(readReasoning);
  const result: ChatResult = {
    id: readString(body, "id") ?? "",
    model: readString(body, "model") ?? modelId,
    text: output
      .filter(({ type }) => type === "message")
      .map(readMessage)
      .join(""),
    finishReason: finishReasonOf(body, toolCalls.length > 0),
    warnings: [],
    raw: { dialect: "responses", text: raw },
  };
  result.stateIds = stateOfResponse(body);
  const thinking = reasoning.filter((text) => text !== "").join("\n\n");
  if (thinking !== "") result.reasoning = thinking;
  if (toolCalls.length > 0) result.toolCalls = toolCalls;
  const usage = readOpenAiUsage(body.usage);
  if (usage !== undefined) result.usage = noteServiceTier(usage, body.service_tier);
  return result;
}

/** By what a later request may name the response, its conversation and its items, and the encrypted thinking that it may hand back. */
export function stateOfResponse(response: JsonRecord): string[] {
  return [
    response,
    readRecord(response, "conversation") ?? {},
    ...readArray(response, "output").filter(isRecord),
  ].flatMap(stateOfItem);
}

/** Responses have no finish reason of their own: it is in their status, why they are incomplete, and whether they call tools. */
export function finishReasonOf(response: JsonRecord, callsTools: boolean): FinishReason {
  if (response.status === "incomplete")
    return readRecord(response, "incomplete_details")?.reason === "content_filter" ? "content_filter" : "length";
  return callsTools ? "tool_calls" : "stop";
}

function readMessage(item: JsonRecord): string {
  return readTexts(item, "content");
}

function readReasoning(item: JsonRecord): string {
  return [readTexts(item, "summary"), readTexts(item, "content")].filter((text) => text !== "").join("\n\n");
}

function readTexts(item: JsonRecord, key: string): string {
  return readArray(item, key)
    .filter(isRecord)
    .map((part) => readString(part, "text") ?? readString(part, "refusal") ?? "")
    .join("");
}

/** Custom tools take free text where functions take JSON. */
function readToolCall(item: JsonRecord): ToolCall[] {
  if (item.type !== "function_call" && item.type !== "custom_tool_call") return [];
  return [
    {
      id: readString(item, "call_id") ?? "",
      name: readString(item, "name") ?? "",
      arguments: readString(item, "arguments") ?? readString(item, "input") ?? "",
    },
  ];
}
