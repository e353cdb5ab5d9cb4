import { z } from "zod";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { Translation } from "@/server/http/chat/translation";
import type { ResponsesRequest } from "./responses-request";
import { read } from "./to-parts";

type ChatTools = NonNullable<ChatRequest["tools"]>;

const functionTool = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});
const functionChoice = z.looseObject({ name: z.string() });
const allowedTools = z.looseObject({
  mode: z.enum(["auto", "required"]),
  tools: z.array(z.looseObject({ type: z.literal("function"), name: z.string() })),
});

/** Tools and how to choose among them. Functions alone can be carried over; everything else runs at OpenAI or has no schema. */
export function toTools(
  { tools, tool_choice: choice }: ResponsesRequest,
  translation: Translation,
): Pick<ChatRequest, "tools" | "tool_choice"> {
  const functions = tools?.flatMap((tool, index) => toFunction(tool, `tools.${index}`, translation) ?? []);
  const chosen = typeof choice === "object" && choice !== null ? toChoice(choice, translation) : { choice };
  const offered = chosen.allowed
    ? functions?.filter((tool) => tool.function && chosen.allowed?.has(tool.function.name))
    : functions;
  if (!offered?.length) return {};
  return { tools: offered, ...(chosen.choice == null ? {} : { tool_choice: chosen.choice }) };
}

function toFunction(
  tool: NonNullable<ResponsesRequest["tools"]>[number],
  param: string,
  translation: Translation,
): ChatTools[number] | undefined {
  if (tool.type !== "function")
    return void translation.refuse(param, `is a tool of the type "${tool.type}", which nobody there can run.`);
  const known = read(functionTool, tool, param, translation);
  if (!known) return undefined;
  const { name, description, parameters, strict, cache_control: cacheControl } = known;
  return {
    type: "function",
    function: {
      name,
      ...(description ? { description } : {}),
      ...(parameters ? { parameters } : {}),
      ...(typeof strict === "boolean" ? { strict } : {}),
    },
    ...(cacheControl === undefined ? {} : { cache_control: cacheControl }),
  };
}

function toChoice(
  choice: Readonly<Record<string, unknown>>,
  translation: Translation,
): { choice?: ChatRequest["tool_choice"]; allowed?: ReadonlySet<string> } {
  if (choice.type === "function") {
    const known = read(functionChoice, choice, "tool_choice", translation);
    return known ? { choice: { type: "function", function: { name: known.name } } } : {};
  }
  const allowed = choice.type === "allowed_tools" ? allowedTools.safeParse(choice) : undefined;
  // Offering the allowed ones alone is the same to the model.
  if (allowed?.success)
    return { choice: allowed.data.mode, allowed: new Set(allowed.data.tools.map(({ name }) => name)) };
  translation.refuse("tool_choice", `chooses a tool of the type "${choice.type}", which nobody there can run.`);
  return {};
}
