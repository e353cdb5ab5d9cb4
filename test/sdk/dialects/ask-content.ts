import { z } from "zod";
import { FOUND, hasTools, QUESTIONS, type Question, SYSTEM, WEATHER_TOOL } from "@/test/sdk/jobs";
import type { Outcome } from "@/test/sdk/outcome";
import { API_KEY, post } from "./post";

const contentAnswer = z.object({
  candidates: z.tuple([
    z.object({
      content: z.object({
        parts: z.array(
          z.object({
            text: z.string().optional(),
            functionCall: z.object({ name: z.string(), args: z.unknown() }).optional(),
          }),
        ),
      }),
    }),
  ]),
  usageMetadata: z.object({ promptTokenCount: z.number(), candidatesTokenCount: z.number() }),
});

/**
 * Google's generateContent (ai.google.dev/api/generate-content). The mock does not read `parametersJsonSchema`, so it hears no fields of tools here.
 */
export async function askContent(url: string, question: Question): Promise<Outcome> {
  const { parameters, ...tool } = WEATHER_TOOL;
  const found = [
    { role: "model", parts: FOUND.map(({ input }) => ({ functionCall: { name: "get_weather", args: input } })) },
    {
      role: "user",
      parts: FOUND.map(({ result }) => ({ functionResponse: { name: "get_weather", response: { output: result } } })),
    },
  ];
  const body = {
    ...(question === "greeting" ? { systemInstruction: { parts: [{ text: SYSTEM }] } } : {}),
    contents: [{ role: "user", parts: [{ text: QUESTIONS[question] }] }, ...(question === "weatherFound" ? found : [])],
    ...(hasTools(question)
      ? { tools: [{ functionDeclarations: [{ ...tool, parametersJsonSchema: parameters }] }] }
      : {}),
  };
  const { candidates, usageMetadata } = contentAnswer.parse(await post(url, body, { "x-goog-api-key": API_KEY }));
  const { parts } = candidates[0].content;
  return {
    text: parts.map((part) => part.text ?? "").join(""),
    toolCalls: parts.flatMap(({ functionCall }) =>
      functionCall ? [{ name: functionCall.name, arguments: functionCall.args }] : [],
    ),
    usage: { inputTokens: usageMetadata.promptTokenCount, outputTokens: usageMetadata.candidatesTokenCount },
  };
}
