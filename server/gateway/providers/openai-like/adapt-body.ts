import { isRecord, type JsonRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";
import { adaptMessages, type MessageRules } from "./adapt-messages";
import { type AskedReasoning, readAskedReasoning } from "./asked-reasoning";
import { untranslatable } from "./untranslatable";

/** What a vendor of OpenAI's dialect takes differently. What no rule names goes through as it came. */
export interface BodyRules extends MessageRules {
  /** The vendor's one name for the bound of the answer's tokens. */
  tokenLimit?: "max_tokens" | "max_completion_tokens";
  /** Its other names for the same things. */
  rename?: Readonly<Record<string, string>>;
  /** Hints it does not take: left out, with a warning where they would have said something. */
  ignored?: readonly string[];
  /** Left out without a word: they ask for what the vendor does anyway. */
  silent?: readonly string[];
  /** What it can't do and what can't be left out either. `n` above 1 and audio are spoken of elsewhere. */
  refused?: readonly string[];
  /** True where several answers can't be asked for. */
  isSingleChoice?: boolean;
  /** Types of tools besides functions that it runs itself. */
  toolTypes?: readonly string[];
  /** Its words for how much to think; without it, nothing can be said about that. Gives the fields to send. */
  reasoning?: (asked: AskedReasoning, body: JsonRecord, warnings: string[]) => JsonRecord;
  /** What is left to change, last. */
  finish?: (body: JsonRecord, warnings: string[]) => JsonRecord;
}

/** For `ChatQuirks.adapt`: the client's body as the vendor takes it. Throws `untranslatable` where leaving something out would change the meaning. */
export function adaptBody(rules: BodyRules): (received: JsonRecord, warnings: string[]) => JsonRecord {
  const ignored = new Set(rules.ignored);
  const silent = new Set([...(rules.silent ?? []), "reasoning_effort", "thinking"]);
  const refused = new Set([...(rules.refused ?? []), "web_search_options"]);

  return (received, warnings) => {
    const body: JsonRecord = {};
    for (const [name, value] of Object.entries(received)) {
      if (value === null || value === undefined || silent.has(name)) continue;
      if (refused.has(name)) {
        if (!saysNothing(name, value)) throw untranslatable(rules.vendor, `"${name}"`, name);
      } else if (ignored.has(name)) {
        if (!saysNothing(name, value)) warnings.push(`"${name}" was left out: ${rules.vendor} does not take it.`);
      } else {
        body[rules.rename?.[name] ?? name] = value;
      }
    }
    if (rules.isSingleChoice && body.n !== undefined) {
      if (body.n !== 1) throw untranslatable(rules.vendor, `"n" above 1`, "n");
      delete body.n;
    }
    limitTokens(body, rules.tokenLimit);
    adaptTools(body, rules);
    body.messages = adaptMessages(readArray(received, "messages"), rules, warnings);
    const asked = readAskedReasoning(received);
    if (asked === undefined) warnOfWord(received.reasoning_effort, warnings);
    const reasoned = asked === undefined ? body : { ...body, ...reason(asked, body, rules, warnings) };
    return rules.finish === undefined ? reasoned : rules.finish(reasoned, warnings);
  };
}

/** Values that ask for what happens anyway. */
function saysNothing(name: string, value: unknown): boolean {
  if (value === false) return name !== "parallel_tool_calls";
  if (name === "parallel_tool_calls") return value === true;
  if (name === "service_tier") return value === "auto" || value === "default";
  if (name === "modalities") return Array.isArray(value) && value.every((modality) => modality === "text");
  if (name === "frequency_penalty" || name === "presence_penalty" || name === "top_logprobs") return value === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

function limitTokens(body: JsonRecord, name: BodyRules["tokenLimit"]): void {
  if (name === undefined) return;
  const other = name === "max_tokens" ? "max_completion_tokens" : "max_tokens";
  const limit = body.max_completion_tokens ?? body.max_tokens;
  delete body[other];
  if (limit !== undefined) body[name] = limit;
}

function adaptTools(body: JsonRecord, { vendor, toolTypes = [] }: BodyRules): void {
  if (!Array.isArray(body.tools)) return;
  if (body.tools.length === 0) {
    delete body.tools;
    return;
  }
  body.tools = body.tools.map((tool: unknown, index) => {
    if (!isRecord(tool)) return tool;
    const type = readString(tool, "type") ?? "function";
    if (type !== "function" && !toolTypes.includes(type))
      throw untranslatable(vendor, `A tool of type "${type}"`, `tools.${index}.type`);
    const { cache_control: _cached, ...bare } = tool;
    return bare;
  });
}

/** "default" asks for what happens anyway. */
function warnOfWord(effort: unknown, warnings: string[]): void {
  if (typeof effort === "string" && effort !== "default")
    warnings.push(`"reasoning_effort" was left out: "${effort}" is no effort that Sluice knows.`);
}

function reason(asked: AskedReasoning, body: JsonRecord, rules: BodyRules, warnings: string[]): JsonRecord {
  if (rules.reasoning !== undefined) return rules.reasoning(asked, body, warnings);
  if (asked.isOn) warnings.push(`How much to think was left out: ${rules.vendor} does not let callers say so.`);
  return {};
}
