import type { ChatCapability } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";

/** Chat that also takes the dialects of `others` as they are. What comes in none of those goes to `base`. */
export function withNatives(base: ChatCapability, ...others: readonly ChatCapability[]): ChatCapability {
  const all = [base, ...others];
  const speakerOf = ({ native, modelId }: CallContext): ChatCapability => {
    if (native !== undefined) for (const each of all) if (each.speaks?.(native.dialect, modelId)) return each;
    return base;
  };
  return {
    speaks: (dialect, modelId) => all.some(({ speaks }) => speaks?.(dialect, modelId) ?? false),
    complete: (request, context) => speakerOf(context).complete(request, context),
    stream: (request, context) => speakerOf(context).stream(request, context),
    fitSettings(dialect, settings, modelId, warnings) {
      const chatFields = base.fitSettings?.("chat", settings, modelId, warnings) ?? { ...settings };
      if (dialect === "chat") return chatFields;
      const speaker = all.find(({ speaks }) => speaks?.(dialect, modelId));
      return speaker?.fitSettings?.(dialect, chatFields, modelId, warnings) ?? chatFields;
    },
  };
}
