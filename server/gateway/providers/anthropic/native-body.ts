import { isRecord, type JsonRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";
import type { NativeRequest } from "@/server/gateway/spec/native-request";
import type { CallContext } from "@/server/gateway/spec/provider";

/** Begins every proof of another vendor's thinking that a client was given to keep: Anthropic can't verify those, and refuses them. */
const FOREIGN_PROOF = "sluice.";

export interface NativeBody {
  outgoing: { headers: Record<string, string> } & ({ jsonText: string } | { json: JsonRecord });
  warnings: string[];
}

/** The client's own Messages request, where there is one to pass on. */
export function nativeMessages({ native }: CallContext): NativeRequest | undefined {
  return native?.dialect === "messages" ? native : undefined;
}

/**
 * The client's own body for the model that was chosen, byte for byte where nothing in it has to change. `stream` is forced, because
 * the answer is read as one or the other; leave it out for endpoints without streams.
 */
export function nativeBody(native: NativeRequest, modelId: string, stream?: boolean): NativeBody {
  const headers = { ...native.headers };
  const { body } = native;
  const messages = withoutForeignProofs(body.messages);
  const isStreamRight = stream === undefined || (body.stream === true) === stream;
  if (body.model === modelId && messages === body.messages && isStreamRight)
    return { outgoing: { headers, jsonText: native.text }, warnings: [] };
  const json: JsonRecord = { ...body, model: modelId, messages };
  if (!isStreamRight) json.stream = stream;
  const warnings: string[] = [];
  if (
    messages !== body.messages &&
    isRecord(body.thinking) &&
    body.thinking.type === "enabled" &&
    isUnproven(messages)
  ) {
    delete json.thinking;
    warnings.push("The model does not think here: another vendor's model began the turn that its tools' results end.");
  }
  return { outgoing: { headers, json }, warnings };
}

/** With a budget to think by, Anthropic refuses the results of tools whose calls don't begin with its own thinking. */
function isUnproven(messages: unknown): boolean {
  const list: unknown[] = Array.isArray(messages) ? messages : [];
  const [call, results] = list.slice(-2);
  if (!isRecord(call) || !isRecord(results) || call.role !== "assistant") return false;
  const has = (message: JsonRecord, ...types: string[]) =>
    readArray(message, "content").some((block) => isRecord(block) && types.includes(readString(block, "type") ?? ""));
  return has(results, "tool_result") && !has(call, "thinking", "redacted_thinking");
}

/** The same value where no block had to go, so that the caller can tell. */
function withoutForeignProofs(messages: unknown): unknown {
  if (!Array.isArray(messages)) return messages;
  let hasChanged = false;
  const kept: unknown[] = messages.flatMap((message: unknown) => {
    if (!isRecord(message) || !Array.isArray(message.content) || !message.content.some(isForeign)) return [message];
    hasChanged = true;
    const content = message.content.filter((block) => !isForeign(block));
    return content.length === 0 ? [] : [{ ...message, content }];
  });
  return hasChanged ? kept : messages;
}

function isForeign(block: unknown): boolean {
  if (!isRecord(block)) return false;
  const proof =
    block.type === "thinking" ? block.signature : block.type === "redacted_thinking" ? block.data : undefined;
  return typeof proof === "string" && proof.startsWith(FOREIGN_PROOF);
}
