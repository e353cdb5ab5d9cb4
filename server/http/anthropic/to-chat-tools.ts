import { z } from "zod";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { Translation } from "@/server/http/chat/translation";
import type { MessagesBody } from "./messages-body";
import { readBlock } from "./read-block";
import { cacheMark, marked } from "./to-chat-parts";

const customTool = z.object({
  name: z.string(),
  description: z.string().nullish(),
  input_schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullish(),
  input_examples: z.array(z.unknown()).nullish(),
  cache_control: cacheMark,
});

type ToolFields = Pick<ChatRequest, "tools" | "tool_choice" | "parallel_tool_calls">;

/** Tools and how they are chosen. Tools without a schema of their own run at Anthropic, or only its models know them: those are refused. */
export function toChatTools(
  { tools, tool_choice }: Pick<MessagesBody, "tools" | "tool_choice">,
  translation: Translation,
): ToolFields {
  const fields: ToolFields = {};
  if (tools?.length) fields.tools = tools.flatMap((tool, index) => toChatTool(tool, `tools.${index}`, translation));
  if (!tool_choice) return fields;
  const choice = toChatChoice(tool_choice, translation);
  if (choice !== undefined) fields.tool_choice = choice;
  if (tool_choice.disable_parallel_tool_use) fields.parallel_tool_calls = false;
  return fields;
}

function toChatTool(
  tool: NonNullable<MessagesBody["tools"]>[number],
  path: string,
  translation: Translation,
): NonNullable<ChatRequest["tools"]> {
  if (tool.type && tool.type !== "custom") {
    translation.refuse(path, `The tool "${tool.name ?? tool.type}" (${tool.type}) is Anthropic's own.`);
    return [];
  }
  const { name, description, input_schema, strict, input_examples, cache_control } = readBlock(customTool, tool, path);
  if (input_examples?.length) translation.lose("Examples of a tool's input were left out.");
  return [
    {
      type: "function",
      function: {
        name,
        ...(description ? { description } : {}),
        parameters: input_schema,
        ...(strict === undefined || strict === null ? {} : { strict }),
      },
      ...marked(cache_control),
    },
  ];
}

function toChatChoice(
  { type, name }: NonNullable<MessagesBody["tool_choice"]>,
  translation: Translation,
): ChatRequest["tool_choice"] {
  switch (type) {
    case "auto":
    case "none":
      return type;
    case "any":
      return "required";
    case "tool":
      return { type: "function", function: { name: readBlock(z.string(), name, "tool_choice.name") } };
    default:
      translation.refuse("tool_choice", `A tool choice of type "${type}" has no counterpart elsewhere.`);
      return undefined;
  }
}
