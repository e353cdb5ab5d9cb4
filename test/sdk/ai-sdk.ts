import "./quiet-ai-sdk";
import { generateText, jsonSchema, type LanguageModel, Output, stepCountIs, streamText, tool } from "ai";
import type { Client, Target } from "./describe-client";
import { findWeather, GREETING, RECIPE_QUESTION, recipe, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL } from "./jobs";
import type { Outcome } from "./outcome";

interface Step {
  text: string;
  toolCalls: readonly { toolName: string; input: unknown }[];
  usage: { inputTokens: number | undefined; outputTokens: number | undefined };
}

interface Streamed {
  fullStream: AsyncIterable<{ type: string; error?: unknown }>;
  text: PromiseLike<string>;
  toolCalls: PromiseLike<Step["toolCalls"]>;
  usage: PromiseLike<Step["usage"]>;
}

function outcomeOf({ text, toolCalls, usage }: Step): Outcome {
  return {
    text,
    toolCalls: toolCalls.map((call) => ({ name: call.toolName, arguments: call.input })),
    usage: { inputTokens: usage.inputTokens ?? -1, outputTokens: usage.outputTokens ?? -1 },
  };
}

/** What was streamed, as one step. An error in the stream is thrown, which `streamText` by itself does not do. */
async function collect(result: Streamed): Promise<Outcome> {
  for await (const part of result.fullStream) if (part.type === "error") throw part.error;
  return outcomeOf({ text: await result.text, toolCalls: await result.toolCalls, usage: await result.usage });
}

const { description, parameters } = WEATHER_TOOL;
const inputSchema = jsonSchema(parameters);
const idle = { get_weather: tool({ description, inputSchema }) };
const running = { get_weather: tool({ description, inputSchema, execute: findWeather }) };
const maxRetries = 0;

/** The AI SDK over one of its providers. */
export function aiSdkClient(name: string, modelOf: (target: Target) => LanguageModel): Client {
  const greeting = (target: Target) => ({ model: modelOf(target), system: SYSTEM, prompt: GREETING, maxRetries });
  const weather = (target: Target) => ({ model: modelOf(target), prompt: WEATHER_QUESTION, maxRetries });
  return {
    name,
    greeting: {
      generateText: async (target) => outcomeOf(await generateText(greeting(target))),
      streamText: (target) => collect(streamText(greeting(target))),
    },
    weather: {
      generateText: async (target) => outcomeOf(await generateText({ ...weather(target), tools: idle })),
      streamText: (target) => collect(streamText({ ...weather(target), tools: idle })),
    },
    weatherFound: {
      "generateText over several steps": async (target) =>
        outcomeOf(await generateText({ ...weather(target), tools: running, stopWhen: stepCountIs(3) })),
      "streamText over several steps": (target) =>
        collect(streamText({ ...weather(target), tools: running, stopWhen: stepCountIs(3) })),
    },
    recipe: {
      "Output.object": async (target) => {
        const model = modelOf(target);
        const result = await generateText({
          model,
          prompt: RECIPE_QUESTION,
          output: Output.object({ schema: recipe }),
          maxRetries,
        });
        return { ...outcomeOf(result), text: JSON.stringify(result.output) };
      },
    },
  };
}
