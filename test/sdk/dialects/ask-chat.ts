import { z } from "zod";
import { FOUND, hasTools, QUESTIONS, type Question, RECIPE_SCHEMA, SYSTEM, WEATHER_TOOL } from "@/test/sdk/jobs";
import type { Outcome } from "@/test/sdk/outcome";
import { post } from "./post";

const chatAnswer = z.object({
  choices: z.tuple([
    z.object({
      message: z.object({
        content: z.string().nullish(),
        tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.string() }) })).optional(),
      }),
    }),
  ]),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }),
});

/** OpenAI's chat (platform.openai.com/docs/api-reference/chat), and everyone who speaks it. */
export async function askChat(url: string, modelId: string, question: Question): Promise<Outcome> {
  const system = question === "greeting" ? [{ role: "system", content: SYSTEM }] : [];
  const user = { role: "user", content: QUESTIONS[question] };
  const tools = [{ type: "function", function: WEATHER_TOOL }];
  const calls = FOUND.map(({ id, input }) => ({
    id,
    type: "function",
    function: { name: "get_weather", arguments: JSON.stringify(input) },
  }));
  const found = [
    { role: "assistant", content: null, tool_calls: calls },
    ...FOUND.map(({ id, result }) => ({ role: "tool", tool_call_id: id, content: result })),
  ];
  const format = { type: "json_schema", json_schema: { name: "recipe", schema: RECIPE_SCHEMA, strict: true } };
  const body = {
    model: modelId,
    messages: [...system, user, ...(question === "weatherFound" ? found : [])],
    ...(hasTools(question) ? { tools } : {}),
    ...(question === "recipe" ? { response_format: format } : {}),
  };
  const { choices, usage } = chatAnswer.parse(await post(url, body));
  const { content, tool_calls = [] } = choices[0].message;
  return {
    text: content ?? "",
    toolCalls: tool_calls.map((call) => ({
      name: call.function.name,
      arguments: JSON.parse(call.function.arguments),
    })),
    usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
  };
}
