import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { describeClient, type Target } from "./describe-client";
import { findWeather, GREETING, RECIPE_QUESTION, recipe, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL } from "./jobs";
import type { Outcome } from "./outcome";

const clientOf = ({ url, apiKey }: Target) => new Anthropic({ apiKey, baseURL: url, maxRetries: 0 });

interface Answer {
  content: readonly ({ type: string } & { text?: string; name?: string; input?: unknown })[];
  usage: { input_tokens: number; output_tokens: number };
}

function outcomeOf({ content, usage }: Answer): Outcome {
  return {
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    toolCalls: content.flatMap((block) =>
      block.type === "tool_use" ? [{ name: block.name ?? "", arguments: block.input }] : [],
    ),
    usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens },
  };
}

const { parameters, ...named } = WEATHER_TOOL;
const tools = [{ ...named, input_schema: parameters }];
const inputSchema = {
  type: "object",
  properties: { city: { type: "string", description: "Its name" }, days: { type: "integer" } },
  required: ["city"],
} as const;
const runnable = [betaTool({ ...named, inputSchema, run: findWeather })];

const greetingOf = ({ model }: Target) => ({
  model,
  max_tokens: 500,
  system: SYSTEM,
  messages: [{ role: "user" as const, content: GREETING }],
});
const weatherOf = ({ model }: Target) => ({
  model,
  max_tokens: 500,
  messages: [{ role: "user" as const, content: WEATHER_QUESTION }],
});

describeClient({
  name: "anthropic messages",
  greeting: {
    whole: async (target) => outcomeOf(await clientOf(target).messages.create(greetingOf(target))),
    streamed: async (target) => outcomeOf(await clientOf(target).messages.stream(greetingOf(target)).finalMessage()),
  },
  weather: {
    whole: async (target) => outcomeOf(await clientOf(target).messages.create({ ...weatherOf(target), tools })),
    streamed: async (target) =>
      outcomeOf(
        await clientOf(target)
          .messages.stream({ ...weatherOf(target), tools })
          .finalMessage(),
      ),
  },
  weatherFound: {
    toolRunner: async (target) =>
      outcomeOf(await clientOf(target).beta.messages.toolRunner({ ...weatherOf(target), tools: runnable })),
    "toolRunner, streamed": async (target) =>
      outcomeOf(
        await clientOf(target)
          .beta.messages.toolRunner({ ...weatherOf(target), tools: runnable, stream: true })
          .runUntilDone(),
      ),
  },
  recipe: {
    "parse with a zod schema": async (target) => {
      const message = await clientOf(target).messages.parse({
        model: target.model,
        max_tokens: 500,
        messages: [{ role: "user", content: RECIPE_QUESTION }],
        output_config: { format: zodOutputFormat(recipe) },
      });
      return { ...outcomeOf(message), text: JSON.stringify(message.parsed_output) };
    },
  },
});
