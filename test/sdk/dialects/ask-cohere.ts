import { z } from "zod";
import { FOUND, hasTools, QUESTIONS, type Question, SYSTEM, WEATHER_TOOL } from "@/test/sdk/jobs";
import type { Outcome } from "@/test/sdk/outcome";
import { post } from "./post";

const answerShape = z.object({
  message: z.object({
    content: z.array(z.object({ text: z.string() })).default([]),
    tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.string() }) })).default([]),
  }),
  usage: z.object({ tokens: z.object({ input_tokens: z.number(), output_tokens: z.number() }) }),
});

/** Cohere's chat, version 2 (docs.cohere.com/reference/chat). */
export async function askCohere(url: string, modelId: string, question: Question): Promise<Outcome> {
  const calls = FOUND.map(({ id, input }) => ({
    id,
    type: "function",
    function: { name: "get_weather", arguments: JSON.stringify(input) },
  }));
  const found = [
    { role: "assistant", tool_calls: calls },
    // As text: the mock does not read documents.
    ...FOUND.map(({ id, result }) => ({ role: "tool", tool_call_id: id, content: result })),
  ];
  const body = {
    model: modelId,
    messages: [
      ...(question === "greeting" ? [{ role: "system", content: SYSTEM }] : []),
      { role: "user", content: QUESTIONS[question] },
      ...(question === "weatherFound" ? found : []),
    ],
    ...(hasTools(question) ? { tools: [{ type: "function", function: WEATHER_TOOL }] } : {}),
    stream: false,
  };
  const { message, usage } = answerShape.parse(await post(url, body));
  return {
    text: message.content.map((block) => block.text).join(""),
    toolCalls: message.tool_calls.map((call) => ({
      name: call.function.name,
      arguments: JSON.parse(call.function.arguments),
    })),
    usage: { inputTokens: usage.tokens.input_tokens, outputTokens: usage.tokens.output_tokens },
  };
}
