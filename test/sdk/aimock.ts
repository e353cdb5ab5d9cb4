import { type ChatCompletionRequest, LLMock } from "@copilotkit/aimock";
import { GREETING, RECIPE_JSON, RECIPE_QUESTION, WEATHER_QUESTION } from "./jobs";

/**
 * An upstream that others wrote, in the dialects of many vendors at once. It hears every dialect as OpenAI's chat, and its answers tell
 * what it heard (the system prompt, the tools and their fields, the tools' results), so that two calls with the same answer were the same call.
 */
export async function startAimock(): Promise<LLMock> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 7 });
  mock.on({ userMessage: GREETING }, (request) => ({
    content: `Grüß dich, 世界! 👋 ${heardSystem(request)}`,
    usage: usage(11, 7),
  }));
  mock.on({ userMessage: WEATHER_QUESTION, hasToolResult: false }, (request) => ({
    content: `I ask ${heardTools(request)}.`,
    toolCalls: [
      { name: "get_weather", arguments: JSON.stringify({ city: "Paris" }) },
      { name: "get_weather", arguments: JSON.stringify({ city: "Zürich", days: 2 }) },
    ],
    usage: usage(21, 17),
  }));
  mock.on({ userMessage: WEATHER_QUESTION, hasToolResult: true }, (request) => ({
    content: `It is ${heardResults(request)}.`,
    usage: usage(40, 9),
  }));
  // Clients without a format for structured answers have them called as a tool.
  mock.on({ userMessage: RECIPE_QUESTION }, ({ tools = [] }) => {
    const [tool] = tools;
    return tool
      ? { toolCalls: [{ name: tool.function.name, arguments: RECIPE_JSON }], usage: usage(31, 13) }
      : { content: RECIPE_JSON, usage: usage(31, 13) };
  });
  await mock.start();
  return mock;
}

function usage(prompt: number, completion: number) {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function textOf(content: ChatCompletionRequest["messages"][number]["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("");
}

/** OpenAI's newer name for it reaches the mock as it is. */
const SYSTEM_ROLES: readonly string[] = ["system", "developer"];

function heardSystem({ messages }: ChatCompletionRequest): string {
  return messages
    .filter(({ role }) => SYSTEM_ROLES.includes(role))
    .map((message) => textOf(message.content))
    .join("|");
}

function heardTools({ tools = [] }: ChatCompletionRequest): string {
  return tools
    .map(({ function: { name, description, parameters = {} } }) => {
      const fields = "properties" in parameters ? Object.keys(Object(parameters.properties)) : [];
      return `${name}(${fields.join(", ")}): ${description}`;
    })
    .join("; ");
}

/** The degrees alone: each dialect wraps a result in its own way. */
function heardResults({ messages }: ChatCompletionRequest): string {
  return messages
    .filter((message) => message.role === "tool")
    .map((message) => /\d+ °C/.exec(textOf(message.content))?.[0])
    .join(" and ");
}
