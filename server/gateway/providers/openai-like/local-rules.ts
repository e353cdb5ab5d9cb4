import { lookUp } from "@/lib/look-up";
import { isRecord, type JsonRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { BodyRules } from "./adapt-body";
import { effortOf } from "./asked-reasoning";

/** A picture for a server that fetches none itself. */
export function inlineImage(part: JsonRecord): JsonRecord | undefined {
  const url = readString(readRecord(part, "image_url") ?? {}, "url") ?? readString(part, "image_url");
  return url?.startsWith("data:") ? part : undefined;
}

/** For servers that take `reasoning_effort` alone; `names` are their words for efforts they lack. */
export function effortOnly(names: Readonly<Record<string, string>> = {}): NonNullable<BodyRules["reasoning"]> {
  return (asked) => {
    if (!asked.isOn) return { reasoning_effort: "none" };
    const effort = effortOf(asked);
    return { reasoning_effort: lookUp(names, effort) ?? effort };
  };
}

/** For servers where thinking is a matter of the chat template: `enable_thinking` for Qwen and its like, `reasoning_effort` for gpt-oss. */
export const templateThinking: NonNullable<BodyRules["reasoning"]> = (asked, body) => ({
  chat_template_kwargs: {
    enable_thinking: asked.isOn,
    ...(asked.isOn && { reasoning_effort: effortOf(asked) }),
    ...(isRecord(body.chat_template_kwargs) ? body.chat_template_kwargs : {}),
  },
});
