import type { ChatMessage } from "@/server/gateway/spec/chat";
import { buildParts, type GeminiPart, warnOnce } from "./build-part";
import { buildResult, type FunctionResult } from "./build-result";
import { buildTurn } from "./build-turn";
import type { GeminiTraits } from "./gemini-traits";

interface Content {
  role: "user" | "model";
  parts: GeminiPart[];
}

/**
 * Messages as `systemInstruction` and `contents` (ai.google.dev/api/generate-content): neighbours of one role merged, results of functions
 * in the order of their calls and before what else the user says.
 */
export function buildContents(
  messages: readonly ChatMessage[],
  traits: GeminiTraits,
  warnings: string[],
): { systemInstruction?: { parts: GeminiPart[] }; contents: Content[] } {
  const system: GeminiPart[] = [];
  const contents: Content[] = [];
  const callNames = new Map<string, string>();
  let results: FunctionResult[] = [];

  const add = (role: Content["role"], parts: readonly GeminiPart[]) => {
    if (parts.length === 0) return;
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts: [...parts] });
  };
  const addResults = () => {
    results.sort((a, b) => a.order - b.order);
    add("user", [...results.map(({ part }) => part), ...results.flatMap(({ beside }) => beside)]);
    results = [];
  };

  for (const message of messages) {
    switch (message.role) {
      case "system":
      case "developer":
        system.push(...buildParts(message.content, warnings));
        break;
      case "tool":
      case "function":
        results.push(buildResult(message, traits, callNames, warnings));
        break;
      case "assistant":
        addResults();
        add("model", buildTurn(message, traits, callNames, warnings));
        break;
      default:
        if (message.name !== undefined)
          warnOnce(warnings, "The names of participants were left out: Gemini does not take them.");
        addResults();
        add("user", buildParts(message.content, warnings));
    }
  }
  addResults();
  if (contents.length === 0) return { contents: [{ role: "user", parts: system }] };
  return { ...(system.length === 0 ? {} : { systemInstruction: { parts: system } }), contents };
}
