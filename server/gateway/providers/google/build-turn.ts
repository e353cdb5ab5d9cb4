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
import { buildParts, type GeminiPart, warnOnce } from "./build-part";
import type { GeminiTraits } from "./gemini-traits";

/** What Google documents for calls that no Gemini model made (ai.google.dev/gemini-api/docs/thought-signatures, FAQ). */
const NO_SIGNATURE = "skip_thought_signature_validator";

/** What the assistant said and called, with signatures back on the parts they came with; notes each call's name in `callNames`, in order. */
export function buildTurn(
  message: ChatMessage,
  traits: GeminiTraits,
  callNames: Map<string, string>,
  warnings: string[],
): GeminiPart[] {
  const signatures = readSignatures(message);
  const parts = buildParts(message.content, warnings);
  const signature = signatures.get("");
  const lastText = parts.findLast((part) => "text" in part);
  if (signature !== undefined && lastText !== undefined) lastText.thoughtSignature = signature;
  else if (signature !== undefined) parts.push({ text: "", thoughtSignature: signature });

  for (const [index, call] of readCalls(message).entries()) {
    // Clients that number their calls anew in each turn use an id again: the order is that of the last.
    callNames.delete(call.id);
    callNames.set(call.id, call.name);
    const args = readArguments(call, warnings);
    const part: GeminiPart = {
      functionCall: { ...(traits.takesCallIds && call.id !== "" ? { id: call.id } : {}), name: call.name, args },
    };
    const own = signatures.get(call.id) ?? call.signature;
    if (call.id !== "" && own !== undefined) part.thoughtSignature = own;
    // Of parallel calls only the first carries a signature.
    else if (traits.needsSignatures && index === 0) {
      part.thoughtSignature = NO_SIGNATURE;
      warnOnce(
        warnings,
        "Earlier function calls came without their thought signature (reasoning_details); Google's placeholder stands in, which may cost quality.",
      );
    }
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

interface Call {
  /** Empty for the one call of the form before `tool_calls`. */
  id: string;
  name: string;
  arguments: string;
  signature?: string;
}

function readCalls(message: ChatMessage): Call[] {
  const calls = (message.tool_calls ?? []).map((call): Call => {
    if (call.function === undefined)
      throw new AppError(
        "untranslatable",
        "The conversation holds a call of a tool that is not a function, which Gemini can't be shown. Leave it out, or choose another model.",
        { param: "messages" },
      );
    const signature = readSignatureBeside(call);
    const { name, arguments: args } = call.function;
    return { id: call.id, name, arguments: args, ...(signature === undefined ? {} : { signature }) };
  });
  const legacy = readRecord(message, "function_call");
  const name = legacy === undefined ? undefined : readString(legacy, "name");
  if (legacy === undefined || name === undefined) return calls;
  return [...calls, { id: "", name, arguments: readString(legacy, "arguments") ?? "" }];
}

/** Where Google's own OpenAI compatibility puts it. */
function readSignatureBeside(call: JsonRecord): string | undefined {
  const google = readRecord(readRecord(call, "extra_content") ?? {}, "google");
  return google === undefined ? undefined : readString(google, "thought_signature");
}

function readArguments(call: Call, warnings: string[]): JsonRecord {
  const args = call.arguments.trim() === "" ? {} : parseJson(call.arguments);
  if (isRecord(args)) return args;
  warnings.push(`The arguments of an earlier call of ${call.name} were left out: they are no JSON object.`);
  return {};
}
