import type { CacheControlEphemeral, Tool, ToolChoice } from "@anthropic-ai/sdk/resources/messages";
import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { ClaudeTraits } from "./claude-traits";

/** Anthropic's own tools name their version: `web_search_20250305`. */
const OWN_TOOL = /_20\d{6}$/;

export interface ToolFields {
  tools?: (Tool | JsonRecord)[];
  tool_choice?: ToolChoice;
}

/**
 * Tools and the choice among them (platform.claude.com/docs/en/agents-and-tools/tool-use/overview). Throws `untranslatable` for a tool that
 * Anthropic can't call or run, and for a forced one where the model can't be forced.
 */
export function buildTools(request: ChatRequest, traits: ClaudeTraits, warnings: string[]): ToolFields {
  for (const name of ["functions", "function_call", "web_search_options"]) {
    if (request[name] === undefined || request[name] === null) continue;
    throw new AppError("untranslatable", `Anthropic takes no "${name}". Describe what the model may call in "tools".`, {
      param: name,
    });
  }
  const allowed = readAllowed(request.tool_choice);
  const tools = (request.tools ?? [])
    .filter((tool) => allowed === undefined || allowed.names.has(tool.function?.name ?? ""))
    .map((tool) => buildTool(tool, traits));
  if (tools.length === 0) return {};
  if (!traits.isStructured && request.tools?.some((tool) => tool.function?.strict === true))
    warnings.push('"strict" of tools was left out: this model does not know it.');
  const choice = buildToolChoice(allowed?.mode ?? request.tool_choice, request.parallel_tool_calls === false);
  if (!traits.isToolForced && (choice?.type === "any" || choice?.type === "tool")) {
    throw new AppError(
      "untranslatable",
      'This model can\'t be forced to call a tool. Send tool_choice "auto", or use another model.',
      { param: "tool_choice" },
    );
  }
  return { tools, ...(choice === undefined ? {} : { tool_choice: choice }) };
}

/** The client's cache mark as Anthropic writes it. */
export function readCacheControl(part: JsonRecord): { cache_control?: CacheControlEphemeral } {
  const mark = readRecord(part, "cache_control");
  if (mark === undefined) return {};
  return { cache_control: { type: "ephemeral", ...(mark.ttl === "1h" || mark.ttl === "5m" ? { ttl: mark.ttl } : {}) } };
}

function buildTool(tool: NonNullable<ChatRequest["tools"]>[number], { isStructured }: ClaudeTraits): Tool | JsonRecord {
  const definition = tool.function;
  if (definition === undefined) {
    if (OWN_TOOL.test(tool.type)) return tool;
    throw new AppError(
      "untranslatable",
      `Anthropic can't run a tool of type "${tool.type.slice(0, 60)}". Send function tools, or use a provider that has it.`,
      { param: "tools" },
    );
  }
  const { name, description, parameters } = definition;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: { ...parameters, type: "object" },
    ...(definition.strict === true && isStructured ? { strict: true } : {}),
    ...readCacheControl(tool),
  };
}

/** OpenAI's `allowed_tools`: a subset of the tools, and whether one of them must be called. */
function readAllowed(choice: ChatRequest["tool_choice"]): { names: Set<string>; mode: string } | undefined {
  if (!isRecord(choice) || choice.type !== "allowed_tools") return undefined;
  const allowed = readRecord(choice, "allowed_tools") ?? choice;
  const names = readArray(allowed, "tools").flatMap((tool) => {
    const name = isRecord(tool) ? readString(readRecord(tool, "function") ?? tool, "name") : undefined;
    return name ?? [];
  });
  return { names: new Set(names), mode: readString(allowed, "mode") ?? "auto" };
}

function buildToolChoice(choice: ChatRequest["tool_choice"], isSerial: boolean): ToolChoice | undefined {
  const serial = isSerial ? { disable_parallel_tool_use: true } : {};
  if (choice === "none") return { type: "none" };
  if (choice === "required") return { type: "any", ...serial };
  if (isRecord(choice)) {
    const name = readString(readRecord(choice, "function") ?? choice, "name");
    if (choice.type !== "function" || name === undefined) {
      throw new AppError(
        "untranslatable",
        `Anthropic does not know a tool_choice of type "${choice.type.slice(0, 60)}". Name a function, or send "auto".`,
        { param: "tool_choice" },
      );
    }
    return { type: "tool", name, ...serial };
  }
  return choice === "auto" || isSerial ? { type: "auto", ...serial } : undefined;
}
