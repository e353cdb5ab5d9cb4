import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";
import type { NativeRequest } from "@/server/gateway/spec/native-request";
import type { CallContext } from "@/server/gateway/spec/provider";

/** Begins every proof of another vendor's thinking that a client was given to keep: Anthropic can't verify those, and refuses them. */
const FOREIGN_PROOF = "sluice.";

type OutgoingBody = { headers: Record<string, string> } & ({ jsonText: string } | { json: JsonRecord });

/** The client's own Messages request, where there is one to pass on. */
export function nativeMessages({ native }: CallContext): NativeRequest | undefined {
  return native?.dialect === "messages" ? native : undefined;
}

/**
 * The client's own body for the model that was chosen, byte for byte where nothing in it has to change. `stream` is forced, because
 * the answer is read as one or the other; leave it out for endpoints without streams.
 */
export function nativeBody(native: NativeRequest, modelId: string, stream?: boolean): OutgoingBody {
  const headers = { ...native.headers };
  const { body } = native;
  const messages = withoutForeignProofs(body.messages);
  const isStreamRight = stream === undefined || (body.stream === true) === stream;
  if (body.model === modelId && messages === body.messages && isStreamRight) return { headers, jsonText: native.text };
  const json: JsonRecord = { ...body, model: modelId, messages };
  if (!isStreamRight) json.stream = stream;
  return { headers, json };
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
