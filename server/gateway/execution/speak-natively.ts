import type { ChatCall, ChatCapability, ChatRequest } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";

const NONE: readonly string[] = [];

export interface Spoken {
  request: ChatRequest;
  context: CallContext;
  /** What the client should know was lost or changed. */
  losses: readonly string[];
}

/**
 * Decides in which dialect a provider gets a call: its client's own where it speaks that, with nothing lost, else the neutral request with
 * what translation loses. Throws the call's refusal where the translation would mean something else. A translated request may ask for more
 * output than the model has, for its client was made for another: it is brought down to `maxOutputTokens`.
 */
export function speakNatively(
  { request, native, losses = [], refusal }: ChatCall,
  capability: ChatCapability,
  context: CallContext,
  maxOutputTokens: number | null,
): Spoken {
  if (native !== undefined && capability.speaks?.(native.dialect, context.modelId)) {
    const { modelId, credentials, http, signal } = context;
    return { request, context: { modelId, credentials, http, signal, native }, losses: NONE };
  }
  if (refusal !== undefined) throw refusal;
  const asked = request.max_completion_tokens ?? request.max_tokens;
  if (
    native === undefined ||
    native.dialect === "chat" ||
    typeof asked !== "number" ||
    maxOutputTokens === null ||
    asked <= maxOutputTokens
  )
    return { request, context, losses };
  const field = request.max_completion_tokens === undefined ? "max_tokens" : "max_completion_tokens";
  return {
    request: { ...request, [field]: maxOutputTokens },
    context,
    losses: [...losses, `The output was bounded to ${maxOutputTokens} tokens, the most ${context.modelId} gives.`],
  };
}
