import type { ChatCapability } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";

/** Chat that also takes the dialects of `others` as they are. What comes in none of those goes to `base`. */
export function withNatives(base: ChatCapability, ...others: readonly ChatCapability[]): ChatCapability {
  const speakerOf = ({ native }: CallContext): ChatCapability =>
    (native && others.find(({ natives }) => natives?.includes(native.dialect))) ?? base;
  return {
    natives: [base, ...others].flatMap(({ natives }) => natives ?? []),
    complete: (request, context) => speakerOf(context).complete(request, context),
    stream: (request, context) => speakerOf(context).stream(request, context),
  };
}
