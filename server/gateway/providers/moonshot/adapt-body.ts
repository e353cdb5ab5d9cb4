import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import { type AskedReasoning, effortOf } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";

const VENDOR = "Moonshot AI";
/** Think always, and grade it by `reasoning_effort` (platform.kimi.ai/docs/guide/use-thinking-effort). */
const GRADED = /^kimi-k([3-9]|\d\d)/;
const ALWAYS_THINKS = /^kimi-(k([3-9]|\d\d)|k2\.7|k2-thinking)/;
/** Think unless told not to, by `thinking.type`. */
const SWITCHED = /^kimi-k2\.[56]/;
/** Sampling is fixed by the vendor; any other value is an error (platform.kimi.ai/docs/api/models-overview). */
const FIXED_SAMPLING = /^kimi-(k2\.[5-9]|k[3-9])/;
const SAMPLING = ["temperature", "top_p", "frequency_penalty", "presence_penalty"];

/** platform.kimi.ai/docs/api/chat. */
export const adaptMoonshotBody = adaptBody({
  vendor: VENDOR,
  parts: { text: true, image_url: true, video_url: true },
  pastReasoning: "reasoning_content",
  toolTypes: ["builtin_function"],
  ignored: [
    "top_k",
    "seed",
    "user",
    "metadata",
    "store",
    "service_tier",
    "prompt_cache_retention",
    "parallel_tool_calls",
    "verbosity",
    "prediction",
    "modalities",
  ],
  refused: ["logprobs", "top_logprobs", "logit_bias", "audio"],
  reasoning: sendThinking,
  finish: (body, warnings) => continueAnswer(allowForcedTool(fixSampling(body, warnings), warnings)),
});

/** `keep` is the vendor's own word for the thinking of earlier turns. */
function sendThinking(asked: AskedReasoning, body: JsonRecord, warnings: string[]): JsonRecord {
  const keep = asked.thinking?.keep === undefined ? {} : { keep: asked.thinking.keep };
  const model = readString(body, "model") ?? "";
  if (SWITCHED.test(model)) {
    if (asked.effort !== undefined) warnings.push(`How much to think was left out: ${model} only thinks or does not.`);
    return { thinking: asked.isOn ? { type: "enabled", ...keep } : { type: "disabled" } };
  }
  if (!asked.isOn) {
    if (ALWAYS_THINKS.test(model)) warnings.push(`Thinking could not be switched off: ${model} always thinks.`);
    return {};
  }
  if (!GRADED.test(model)) {
    warnings.push(`How much to think was left out: ${model} does not let callers say so.`);
    return {};
  }
  const effort = effortOf(asked);
  if (effort === "minimal" || effort === "low") return { reasoning_effort: "low" };
  return { reasoning_effort: effort === "xhigh" || effort === "max" ? "max" : "high" };
}

function fixSampling(body: JsonRecord, warnings: string[]): JsonRecord {
  const model = readString(body, "model") ?? "";
  if (!FIXED_SAMPLING.test(model)) return body;
  if (typeof body.n === "number" && body.n > 1) throw untranslatable(VENDOR, `"n" above 1`, "n");
  const fixed = { ...body };
  delete fixed.n;
  for (const name of SAMPLING) {
    if (fixed[name] !== undefined) warnings.push(`"${name}" was left out: ${model} has a fixed one.`);
    delete fixed[name];
  }
  return fixed;
}

/** A model that thinks can't be made to call a tool: it answers 400. One that can do without is asked to. */
function allowForcedTool(body: JsonRecord, warnings: string[]): JsonRecord {
  const choice = body.tool_choice;
  if (choice === undefined || choice === "auto" || choice === "none") return body;
  const model = readString(body, "model") ?? "";
  const thinking = readRecord(body, "thinking")?.type;
  if (thinking === "disabled" || !(ALWAYS_THINKS.test(model) || SWITCHED.test(model))) return body;
  if (thinking === "enabled" || ALWAYS_THINKS.test(model))
    throw untranslatable(VENDOR, `A "tool_choice" that forces a call while ${model} thinks`, "tool_choice");
  warnings.push(`Thinking was switched off: while it thinks, ${model} can't be made to call a tool.`);
  return { ...body, thinking: { type: "disabled" } };
}

/** An answer that is begun for the model to go on with (platform.kimi.ai/docs/guide/use-partial-mode-feature). */
function continueAnswer(body: JsonRecord): JsonRecord {
  const messages = readArray(body, "messages");
  const last = messages.at(-1);
  if (!isRecord(last) || last.role !== "assistant" || last.tool_calls !== undefined) return body;
  return { ...body, messages: [...messages.slice(0, -1), { ...last, partial: true }] };
}
