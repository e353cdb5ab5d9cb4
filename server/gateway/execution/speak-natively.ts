import type { ChatCall, ChatCapability } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";

/**
 * Decides in which dialect a provider gets a call: its client's own where it speaks that, with nothing lost, else the neutral request with
 * what translation loses. Throws the call's refusal where the translation would mean something else.
 */
export function speakNatively(
  { native, losses = [], refusal }: ChatCall,
  capability: ChatCapability,
  context: CallContext,
): { context: CallContext; losses: readonly string[] } {
  if (native !== undefined && capability.speaks?.(native.dialect, context.modelId))
    return { context: { ...context, native }, losses: [] };
  if (refusal !== undefined) throw refusal;
  return { context, losses };
}
