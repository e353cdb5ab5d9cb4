import { AppError } from "@/lib/contracts/errors";
import type { ClaudeTraits } from "@/server/gateway/providers/anthropic/claude-traits";
import { isRecord, type JsonRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { buildCachePoint } from "./build-content";

/**
 * `toolConfig` (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolConfiguration.html). Throws `untranslatable` for a tool that
 * is no function, and for a forced one where the model can't be forced. `traits` where it is Claude.
 */
export function buildTools(
  request: ChatRequest,
  traits: ClaudeTraits | undefined,
  warnings: string[],
): JsonRecord | undefined {
  const isStrict = traits?.isStructured === true;
  const tools = (request.tools ?? []).flatMap((tool) => buildTool(tool, isStrict));
  if (tools.length === 0) return undefined;
  if (!isStrict && request.tools?.some((tool) => tool.function?.strict === true))
    warnings.push('"strict" of tools was left out: it is not known to hold for this model.');
  if (request.parallel_tool_calls === false)
    warnings.push('"parallel_tool_calls" was left out: Amazon Bedrock has no such switch.');
  const { tool_choice: choice } = request;
  if (choice === "none") {
    // Earlier calls in the conversation can't be sent without the tools they called.
    if (!request.messages.some(({ role, tool_calls }) => role === "tool" || tool_calls?.length)) return undefined;
    warnings.push(
      "Amazon Bedrock can't forbid the tools of a conversation that has used them: the model may call one.",
    );
    return { tools };
  }
  const toolChoice = buildChoice(choice);
  if (toolChoice !== undefined && !("auto" in toolChoice) && traits?.isToolForced === false) {
    throw new AppError(
      "untranslatable",
      'This model can\'t be forced to call a tool. Send tool_choice "auto", or use another model.',
      { param: "tool_choice" },
    );
  }
  return { tools, ...(toolChoice === undefined ? {} : { toolChoice }) };
}

function buildTool(tool: NonNullable<ChatRequest["tools"]>[number], isStrict: boolean): JsonRecord[] {
  const definition = tool.function;
  if (definition === undefined) {
    throw new AppError(
      "untranslatable",
      `Amazon Bedrock can't run a tool of type "${tool.type.slice(0, 60)}". Send function tools, or use a provider that has it.`,
      { param: "tools" },
    );
  }
  const { name, description, parameters } = definition;
  const toolSpec = {
    name,
    ...(description ? { description } : {}),
    inputSchema: { json: { ...parameters, type: "object" } },
    ...(definition.strict === true && isStrict ? { strict: true } : {}),
  };
  return [{ toolSpec }, ...buildCachePoint(tool)];
}

function buildChoice(choice: ChatRequest["tool_choice"]): JsonRecord | undefined {
  if (choice === "required") return { any: {} };
  if (choice === "auto") return { auto: {} };
  if (!isRecord(choice)) return undefined;
  const name = choice.type === "function" ? readString(readRecord(choice, "function") ?? choice, "name") : undefined;
  if (name !== undefined) return { tool: { name } };
  throw new AppError(
    "untranslatable",
    `Amazon Bedrock does not know a tool_choice of type "${choice.type.slice(0, 60)}". Name a function, or send "auto".`,
    { param: "tool_choice" },
  );
}
