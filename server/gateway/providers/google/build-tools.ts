import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { CACHE_LEFT_OUT, warnOnce } from "./build-part";
import { cleanSchema } from "./clean-schema";

/** Functions as `tools` and `toolConfig` (ai.google.dev/gemini-api/docs/function-calling). Throws `untranslatable` for tools that run at a vendor's. */
export function buildTools(request: ChatRequest, warnings: string[]): JsonRecord {
  const declarations = (request.tools ?? []).map((tool) => {
    if (tool.function === undefined)
      throw new AppError(
        "untranslatable",
        `A tool of type "${tool.type.slice(0, 40)}" can't be passed to Gemini: only functions can. Leave it out, or choose another model.`,
        { param: "tools" },
      );
    if (isRecord(tool.cache_control)) warnOnce(warnings, CACHE_LEFT_OUT);
    const { name, description, parameters } = tool.function;
    return {
      name,
      ...(description === undefined ? {} : { description }),
      // A function without parameters has none: an empty schema is refused.
      ...(parameters === undefined || Object.keys(parameters).length === 0
        ? {}
        : { parametersJsonSchema: cleanSchema({ type: "object", ...parameters }) }),
    };
  });
  if (declarations.length === 0) return {};
  if (request.parallel_tool_calls === false)
    warnings.push("parallel_tool_calls was left out: Gemini may call several functions at once.");
  const functionCallingConfig = buildChoice(request.tool_choice);
  return {
    tools: [{ functionDeclarations: declarations }],
    ...(functionCallingConfig === undefined ? {} : { toolConfig: { functionCallingConfig } }),
  };
}

function buildChoice(choice: ChatRequest["tool_choice"]): JsonRecord | undefined {
  if (choice === undefined || choice === null) return undefined;
  if (choice === "auto") return { mode: "AUTO" };
  if (choice === "none") return { mode: "NONE" };
  if (choice === "required") return { mode: "ANY" };
  if (isRecord(choice)) {
    const name = readString(readRecord(choice, "function") ?? {}, "name");
    if (choice.type === "function" && name !== undefined) return { mode: "ANY", allowedFunctionNames: [name] };
    if (choice.type === "allowed_tools") return buildAllowed(readRecord(choice, "allowed_tools") ?? choice);
  }
  throw new AppError(
    "untranslatable",
    "This tool_choice can't be passed to Gemini. Use auto, none, required or a function.",
    {
      param: "tool_choice",
    },
  );
}

/** VALIDATED is AUTO with a choice of functions: Google takes names only with it and with ANY. */
function buildAllowed(allowed: JsonRecord): JsonRecord {
  const allowedFunctionNames = readArray(allowed, "tools").flatMap((tool) =>
    isRecord(tool) ? (readString(readRecord(tool, "function") ?? tool, "name") ?? []) : [],
  );
  return { mode: allowed.mode === "required" ? "ANY" : "VALIDATED", allowedFunctionNames };
}
