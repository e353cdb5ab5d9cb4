import { isRecord, type JsonRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";
import { type AskedReasoning, effortOf, readAskedReasoning } from "./asked-reasoning";
import { plainBody } from "./plain-body";

/** Models that can't think before they answer, by OpenAI's naming; a deployment of another name may be any. */
const UNTHINKING = /^(?:ft:)?(?:gpt-3|gpt-4|chatgpt|gpt-5[\d.]*-chat)/;
const THINKING = /^(?:ft:)?(?:o\d|gpt-[5-9]|codex)/;
/** From gpt-5.1 on thinking can be turned off, from 5.2 on it can be asked for beyond "high" (developers.openai.com/api/docs/guides/reasoning). */
const CAN_STOP = /^(?:ft:)?gpt-(?:5\.[1-9]|[6-9])/;
const CAN_EXCEED = /^(?:ft:)?gpt-(?:5\.[2-9]|[6-9])/;

/** A request of another dialect as OpenAI's own API takes it. */
export function openAiBody(received: JsonRecord, warnings: string[]): JsonRecord {
  const model = readString(received, "model") ?? "";
  const { max_tokens, top_k, thinking: _thinking, reasoning_effort: _effort, ...rest } = received;
  if (top_k !== undefined) warnings.push('"top_k" was left out: OpenAI does not take it.');
  const effort = toEffort(readAskedReasoning(received), model, warnings);
  const body: JsonRecord = {
    ...plainBody(rest, warnings),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
  };
  const limit = rest.max_completion_tokens ?? max_tokens;
  if (limit !== undefined) body.max_completion_tokens = limit;
  body.messages = readArray(body, "messages").map(withoutReasoning);
  // Where thinking can be turned off, it is off unless asked for.
  const isThinking = effort === undefined ? !CAN_STOP.test(model) : effort !== "none";
  if (isThinking && THINKING.test(model) && !UNTHINKING.test(model)) dropSampling(body, warnings);
  return body;
}

function toEffort(asked: AskedReasoning | undefined, model: string, warnings: string[]): string | undefined {
  if (asked === undefined) return undefined;
  if (!asked.isOn) return CAN_STOP.test(model) ? "none" : undefined;
  const isKnown = THINKING.test(model) || asked.effort !== undefined;
  if (UNTHINKING.test(model) || !isKnown) {
    warnings.push(`How much to think was left out: it is not known that "${model}" can be told.`);
    return undefined;
  }
  const effort = effortOf(asked);
  if (effort !== "max" && effort !== "xhigh") return effort;
  return CAN_EXCEED.test(model) ? "xhigh" : "high";
}

/** Models that think take these as 1 alone. */
function dropSampling(body: JsonRecord, warnings: string[]): void {
  for (const name of ["temperature", "top_p"]) {
    if (body[name] !== undefined && body[name] !== 1)
      warnings.push(`"${name}" was left out: OpenAI's thinking models do not take it.`);
    delete body[name];
  }
}

/** OpenAI's chat takes no thinking back. */
function withoutReasoning(message: unknown): unknown {
  if (!isRecord(message)) return message;
  const { reasoning_content: _reasoning, ...rest } = message;
  return rest;
}
