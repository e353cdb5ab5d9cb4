import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";

/** `tools`, `tool_choice` (REQUIRED, NONE, or nothing for "auto") and `strict_tools`. A choice among some is made by showing those alone. */
export function buildTools({ tools, tool_choice: choice }: ChatRequest): JsonRecord {
  if (!tools || tools.length === 0) return {};
  const functions = tools.map((tool, index) => {
    if (tool.type !== "function" || tool.function === undefined)
      throw untranslatable("Cohere", `A tool of type "${tool.type}"`, `tools.${index}.type`);
    return tool.function;
  });
  const { names, mode } = readChoice(choice);
  const shown = functions
    .filter(({ name }) => names === undefined || names.includes(name))
    .map(({ name, description, parameters }) => ({
      type: "function",
      function: {
        name,
        ...(description !== undefined && { description }),
        parameters: parameters ?? { type: "object", properties: {} },
      },
    }));
  return {
    tools: shown,
    ...(mode && { tool_choice: mode }),
    ...(functions.some(({ strict }) => strict === true) && { strict_tools: true }),
  };
}

/** docs: platform.openai.com/docs/guides/function-calling, tool choice. */
function readChoice(choice: ChatRequest["tool_choice"]): { names?: string[]; mode?: "REQUIRED" | "NONE" } {
  if (choice === "required") return { mode: "REQUIRED" };
  if (choice === "none") return { mode: "NONE" };
  if (!isRecord(choice)) return {};
  if (choice.type === "function") {
    const name = readString(readRecord(choice, "function") ?? choice, "name");
    return name === undefined ? { mode: "REQUIRED" } : { names: [name], mode: "REQUIRED" };
  }
  if (choice.type === "allowed_tools") {
    const allowed = readRecord(choice, "allowed_tools") ?? choice;
    const names = readArray(allowed, "tools").flatMap((tool) =>
      isRecord(tool) ? (readString(readRecord(tool, "function") ?? tool, "name") ?? []) : [],
    );
    return { names, ...(allowed.mode === "required" && { mode: "REQUIRED" as const }) };
  }
  throw untranslatable("Cohere", `A tool choice of type "${choice.type}"`, "tool_choice");
}
