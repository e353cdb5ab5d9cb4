import { z } from "zod";
import { FOUND, hasTools, QUESTIONS, type Question, SYSTEM, WEATHER_TOOL } from "@/test/sdk/jobs";
import type { Outcome } from "@/test/sdk/outcome";
import { post } from "./post";

const answerShape = z.object({
  output: z.object({
    message: z.object({
      content: z.array(
        z.object({
          text: z.string().optional(),
          toolUse: z.object({ name: z.string(), input: z.unknown() }).optional(),
        }),
      ),
    }),
  }),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }),
});

/** Bedrock's Converse (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). The mock does not check signatures. */
export async function askConverse(url: string, question: Question): Promise<Outcome> {
  const { parameters, ...tool } = WEATHER_TOOL;
  const found = [
    {
      role: "assistant",
      content: FOUND.map(({ id, input }) => ({ toolUse: { toolUseId: id, name: "get_weather", input } })),
    },
    {
      role: "user",
      content: FOUND.map(({ id, result }) => ({ toolResult: { toolUseId: id, content: [{ text: result }] } })),
    },
  ];
  const body = {
    ...(question === "greeting" ? { system: [{ text: SYSTEM }] } : {}),
    messages: [
      { role: "user", content: [{ text: QUESTIONS[question] }] },
      ...(question === "weatherFound" ? found : []),
    ],
    ...(hasTools(question)
      ? { toolConfig: { tools: [{ toolSpec: { ...tool, inputSchema: { json: parameters } } }] } }
      : {}),
  };
  const { output, usage } = answerShape.parse(await post(url, body));
  const { content } = output.message;
  return {
    text: content.map((block) => block.text ?? "").join(""),
    toolCalls: content.flatMap(({ toolUse }) => (toolUse ? [{ name: toolUse.name, arguments: toolUse.input }] : [])),
    usage,
  };
}
