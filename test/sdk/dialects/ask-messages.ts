import { z } from "zod";
import { FOUND, hasTools, QUESTIONS, type Question, SYSTEM, WEATHER_TOOL } from "@/test/sdk/jobs";
import type { Outcome } from "@/test/sdk/outcome";
import { post } from "./post";

const messagesAnswer = z.object({
  content: z.array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("tool_use"), name: z.string(), input: z.unknown() }),
    ]),
  ),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }),
});

/** Anthropic's Messages (docs.anthropic.com/en/api/messages). */
export async function askMessages(url: string, modelId: string, question: Question): Promise<Outcome> {
  const { parameters, ...tool } = WEATHER_TOOL;
  const found = [
    {
      role: "assistant",
      content: FOUND.map(({ id, input }) => ({ type: "tool_use", id, name: "get_weather", input })),
    },
    {
      role: "user",
      content: FOUND.map(({ id, result }) => ({ type: "tool_result", tool_use_id: id, content: result })),
    },
  ];
  const body = {
    model: modelId,
    max_tokens: 500,
    ...(question === "greeting" ? { system: SYSTEM } : {}),
    messages: [{ role: "user", content: QUESTIONS[question] }, ...(question === "weatherFound" ? found : [])],
    ...(hasTools(question) ? { tools: [{ ...tool, input_schema: parameters }] } : {}),
  };
  const { content, usage } = messagesAnswer.parse(await post(url, body, { "anthropic-version": "2023-06-01" }));
  return {
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    toolCalls: content.flatMap((block) =>
      block.type === "tool_use" ? [{ name: block.name, arguments: block.input }] : [],
    ),
    usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens },
  };
}
