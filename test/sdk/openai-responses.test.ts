import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import type { FunctionTool, Response, ResponseInput } from "openai/resources/responses/responses";
import { describeClient, type Target } from "./describe-client";
import { findWeather, GREETING, RECIPE_QUESTION, recipe, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL } from "./jobs";
import { type Outcome, toolCall } from "./outcome";

const clientOf = ({ url, apiKey }: Target) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });

function outcomeOf(response: Pick<Response, "output" | "output_text" | "usage">): Outcome {
  return {
    text: response.output_text,
    toolCalls: response.output.flatMap((item) =>
      item.type === "function_call" ? [toolCall(item.name, item.arguments)] : [],
    ),
    usage: { inputTokens: response.usage?.input_tokens ?? -1, outputTokens: response.usage?.output_tokens ?? -1 },
  };
}

const weather: ResponseInput = [{ role: "user", content: WEATHER_QUESTION }];
const tools: FunctionTool[] = [{ type: "function", strict: false, ...WEATHER_TOOL }];

/** Asks, runs the tools, and asks again with what they gave, until no tool is called. */
async function loop(target: Target, ask: (input: ResponseInput) => Promise<Response>): Promise<Outcome> {
  const input = [...weather];
  for (let turn = 0; turn < 3; turn++) {
    const response = await ask(input);
    const calls = response.output.filter((item) => item.type === "function_call");
    if (calls.length === 0) return outcomeOf(response);
    input.push(...calls);
    for (const call of calls)
      input.push({
        type: "function_call_output",
        call_id: call.call_id,
        output: findWeather(JSON.parse(call.arguments)),
      });
  }
  throw new Error(`${target.model} calls tools without end`);
}

describeClient({
  name: "openai responses",
  greeting: {
    whole: async (target) =>
      outcomeOf(
        await clientOf(target).responses.create({
          model: target.model,
          instructions: SYSTEM,
          input: GREETING,
          store: false,
        }),
      ),
    streamed: async (target) =>
      outcomeOf(
        await clientOf(target)
          .responses.stream({ model: target.model, instructions: SYSTEM, input: GREETING, store: false })
          .finalResponse(),
      ),
  },
  weather: {
    whole: async (target) =>
      outcomeOf(await clientOf(target).responses.create({ model: target.model, input: weather, tools, store: false })),
    streamed: async (target) =>
      outcomeOf(
        await clientOf(target)
          .responses.stream({ model: target.model, input: weather, tools, store: false })
          .finalResponse(),
      ),
  },
  weatherFound: {
    "a loop": (target) =>
      loop(target, (input) => clientOf(target).responses.create({ model: target.model, input, tools, store: false })),
    "a loop, streamed": (target) =>
      loop(target, (input) =>
        clientOf(target).responses.stream({ model: target.model, input, tools, store: false }).finalResponse(),
      ),
  },
  recipe: {
    "parse with a zod schema": async (target) => {
      const response = await clientOf(target).responses.parse({
        model: target.model,
        input: RECIPE_QUESTION,
        text: { format: zodTextFormat(recipe, "recipe") },
        store: false,
      });
      return { ...outcomeOf(response), text: JSON.stringify(response.output_parsed) };
    },
  },
});
