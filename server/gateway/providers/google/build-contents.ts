import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  parseJson,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import { buildParts, CACHE_LEFT_OUT, type GeminiPart, warnOnce } from "./build-part";
import type { GeminiTraits } from "./gemini-traits";

interface Content {
  role: "user" | "model";
  parts: GeminiPart[];
}

/** What Google documents for calls that no Gemini model made (ai.google.dev/gemini-api/docs/thought-signatures, FAQ). */
const NO_SIGNATURE = "skip_thought_signature_validator";

/**
 * Messages as `systemInstruction` and `contents` (ai.google.dev/api/generate-content): neighbours of one role merged, results of functions
 * before what else the user says, signatures back on the parts they came with.
 */
export function buildContents(
  messages: readonly ChatMessage[],
  traits: GeminiTraits,
  warnings: string[],
): { systemInstruction?: { parts: GeminiPart[] }; contents: Content[] } {
  const system: GeminiPart[] = [];
  const contents: Content[] = [];
  const callNames = new Map<string, string>();
  /** Pictures of results, which older models take only beside them. */
  let pictures: GeminiPart[] = [];

  const add = (role: Content["role"], parts: readonly GeminiPart[]) => {
    if (parts.length === 0) return;
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts: [...parts] });
  };

  for (const message of messages) {
    if (message.name !== undefined && message.role === "user")
      warnOnce(warnings, "The names of participants were left out: Gemini does not take them.");
    if (message.role !== "tool" && message.role !== "function") {
      add("user", pictures);
      pictures = [];
    }
    switch (message.role) {
      case "system":
      case "developer":
        system.push(...buildParts(message.content, warnings));
        break;
      case "assistant":
        add("model", buildTurn(message, traits, callNames, warnings));
        break;
      case "tool":
      case "function": {
        const { part, beside } = buildResult(message, traits, callNames, warnings);
        add("user", [part]);
        pictures.push(...beside);
        break;
      }
      default:
        add("user", buildParts(message.content, warnings));
    }
  }
  add("user", pictures);
  if (contents.length === 0) return { contents: [{ role: "user", parts: system }] };
  return { ...(system.length === 0 ? {} : { systemInstruction: { parts: system } }), contents };
}

function buildTurn(
  message: ChatMessage,
  { needsSignatures }: GeminiTraits,
  callNames: Map<string, string>,
  warnings: string[],
): GeminiPart[] {
  const signatures = readSignatures(message);
  const parts = buildParts(message.content, warnings);
  const signature = signatures.get("");
  const lastText = parts.findLast((part) => "text" in part);
  if (signature !== undefined && lastText !== undefined) lastText.thoughtSignature = signature;
  else if (signature !== undefined) parts.push({ text: "", thoughtSignature: signature });

  let isFirstCall = true;
  for (const call of message.tool_calls ?? []) {
    if (call.function === undefined)
      throw new AppError(
        "untranslatable",
        "The conversation holds a call of a tool that is not a function, which Gemini can't be shown. Leave it out, or choose another model.",
        { param: "messages" },
      );
    const { name } = call.function;
    callNames.set(call.id, name);
    const part: GeminiPart = { functionCall: { id: call.id, name, args: readArguments(call.function, warnings) } };
    const own = signatures.get(call.id) ?? readSignatureBeside(call);
    // Of parallel calls only the first carries a signature.
    if (own !== undefined) part.thoughtSignature = own;
    else if (needsSignatures && isFirstCall) {
      part.thoughtSignature = NO_SIGNATURE;
      warnOnce(
        warnings,
        "Earlier function calls came without their thought signature (reasoning_details); Google's placeholder stands in, which may cost quality.",
      );
    }
    isFirstCall = false;
    parts.push(part);
  }
  return parts;
}

/** By the id of the call they belong to; that of a text under "". Proofs of other vendors mean nothing here. */
function readSignatures(message: ChatMessage): Map<string, string> {
  const signatures = new Map<string, string>();
  for (const detail of readArray(message, "reasoning_details")) {
    if (!isRecord(detail) || detail.type !== "reasoning.encrypted" || detail.format !== "google-gemini-v1") continue;
    const data = readString(detail, "data");
    if (data !== undefined) signatures.set(readString(detail, "id") ?? "", data);
  }
  return signatures;
}

/** Where Google's own OpenAI compatibility puts it. */
function readSignatureBeside(call: JsonRecord): string | undefined {
  const google = readRecord(readRecord(call, "extra_content") ?? {}, "google");
  return google === undefined ? undefined : readString(google, "thought_signature");
}

function readArguments(call: { name: string; arguments: string }, warnings: string[]): JsonRecord {
  const args = call.arguments.trim() === "" ? {} : parseJson(call.arguments);
  if (isRecord(args)) return args;
  warnings.push(`The arguments of an earlier call of ${call.name} were left out: they are no JSON object.`);
  return {};
}

function buildResult(
  message: ChatMessage,
  { takesPicturesInResults }: GeminiTraits,
  callNames: ReadonlyMap<string, string>,
  warnings: string[],
): { part: GeminiPart; beside: GeminiPart[] } {
  const id = message.tool_call_id;
  const name = callNames.get(id ?? "") ?? message.name;
  if (name === undefined)
    throw new AppError(
      "untranslatable",
      "A tool's result answers no call in the conversation, and Gemini wants to know the function's name. Send the assistant message with the call before it.",
      { param: "messages" },
    );
  if (isRecord(message.cache_control)) warnOnce(warnings, CACHE_LEFT_OUT);
  const parts = buildParts(message.content, warnings);
  const text = parts.flatMap((part) => readString(part, "text") ?? []).join("\n");
  const media = parts.filter((part) => !("text" in part));
  const value = readValue(text);
  const functionResponse: JsonRecord = {
    ...(id === undefined ? {} : { id }),
    name,
    response: message.is_error === true ? { error: value } : { output: value },
  };
  if (takesPicturesInResults && media.length > 0 && media.every((part) => "inlineData" in part)) {
    functionResponse.parts = media;
    return { part: { functionResponse }, beside: [] };
  }
  return { part: { functionResponse }, beside: media };
}

/** JSON goes as what it is, so that the model doesn't read it through quotation marks. */
function readValue(text: string): unknown {
  const value = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  return value ?? text;
}
