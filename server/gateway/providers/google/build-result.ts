import { AppError } from "@/lib/contracts/errors";
import { isRecord, type JsonRecord, parseJson, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import { buildParts, CACHE_LEFT_OUT, type GeminiPart, warnOnce } from "./build-part";
import type { GeminiTraits } from "./gemini-traits";

export interface FunctionResult {
  part: GeminiPart;
  /** Pictures that the model does not take inside a result. */
  beside: GeminiPart[];
  /** Place of its call among all calls: without ids, results are told apart by their order alone. */
  order: number;
}

/** A tool's result as `functionResponse` (ai.google.dev/api/caching#FunctionResponse), which names the function, as the message does not. */
export function buildResult(
  message: ChatMessage,
  traits: GeminiTraits,
  callNames: ReadonlyMap<string, string>,
  warnings: string[],
): FunctionResult {
  const id = message.tool_call_id ?? "";
  const name = callNames.get(id) ?? message.name;
  if (name === undefined)
    throw new AppError(
      "untranslatable",
      "A tool's result answers no call in the conversation, and Gemini wants to know the function's name. Send the assistant message with the call before it.",
      { param: "messages" },
    );
  if (isRecord(message.cache_control)) warnOnce(warnings, CACHE_LEFT_OUT);
  const parts = buildParts(message.content, warnings);
  const value = readValue(parts.flatMap((part) => readString(part, "text") ?? []).join("\n"));
  const media = parts.filter((part) => !("text" in part));
  const isMediaInside =
    traits.takesPicturesInResults && media.length > 0 && media.every((part) => "inlineData" in part);
  const functionResponse: JsonRecord = {
    ...(traits.takesCallIds && id !== "" ? { id } : {}),
    name,
    response: message.is_error === true ? { error: value } : { output: value },
    ...(isMediaInside ? { parts: media } : {}),
  };
  return { part: { functionResponse }, beside: isMediaInside ? [] : media, order: [...callNames.keys()].indexOf(id) };
}

/** JSON goes as what it is, so that the model doesn't read it through quotation marks. */
function readValue(text: string): unknown {
  const value = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  return value ?? text;
}
