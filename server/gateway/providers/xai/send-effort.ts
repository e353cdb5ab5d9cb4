import { type AskedReasoning, effortOf } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { type JsonRecord, readString } from "@/server/gateway/providers/wire/json-value";

/** Models that answer 400 to `reasoning_effort` (docs.x.ai/docs/guides/reasoning); all but grok-3 think anyway. */
const WITHOUT_EFFORT =
  /^grok-(3(-fast)?(-latest)?|4(-0709|-latest)?|4-fast.*|4-1-fast.*|4\.20.*reasoning|code-fast.*|2.*)$/;

/** How much a Grok model is to think: `none`, `low`, `medium` or `high`. */
export function sendXaiEffort(asked: AskedReasoning, body: JsonRecord, warnings: string[]): JsonRecord {
  const model = readString(body, "model") ?? "";
  if (WITHOUT_EFFORT.test(model)) {
    warnings.push(`How much to think was left out: ${model} does not let callers say so.`);
    return {};
  }
  if (!asked.isOn) return { reasoning_effort: "none" };
  const effort = effortOf(asked);
  if (effort === "minimal") return { reasoning_effort: "low" };
  return { reasoning_effort: effort === "xhigh" || effort === "max" ? "high" : effort };
}
