import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import type { RunnableToolFunctionWithParse } from "openai/lib/RunnableFunction";
import type { ChatCompletion, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { z } from "zod";
import { describeClient, type Target } from "./describe-client";
import {
  findWeather,
  GREETING,
  RECIPE_QUESTION,
  recipe,
  SYSTEM,
  WEATHER_QUESTION,
  WEATHER_TOOL,
  weatherArguments,
} from "./jobs";
import { type Outcome, toolCall } from "./outcome";

const clientOf = ({ url, apiKey }: Target) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });

function outcomeOf({ choices, usage }: Pick<ChatCompletion, "choices" | "usage">): Outcome {
  const message = choices[0]?.message;
  return {
    text: message?.content ?? "",
    toolCalls: (message?.tool_calls ?? []).flatMap((call) =>
      call.type === "function" ? [toolCall(call.function.name, call.function.arguments)] : [],
    ),
    usage: { inputTokens: usage?.prompt_tokens ?? -1, outputTokens: usage?.completion_tokens ?? -1 },
  };
}

const greeting: ChatCompletionMessageParam[] = [
  { role: "system", content: SYSTEM },
  { role: "user", content: GREETING },
];
const weather: ChatCompletionMessageParam[] = [{ role: "user", content: WEATHER_QUESTION }];
const tools = [{ type: "function" as const, function: WEATHER_TOOL }];
const runnable: RunnableToolFunctionWithParse<z.infer<typeof weatherArguments>>[] = [
  {
    type: "function",
    function: {
      ...WEATHER_TOOL,
      parse: (text: string) => weatherArguments.parse(JSON.parse(text)),
      function: findWeather,
    },
  },
];
const stream_options = { include_usage: true };

describeClient({
  name: "openai chat",
  greeting: {
    whole: async (target) =>
      outcomeOf(await clientOf(target).chat.completions.create({ model: target.model, messages: greeting })),
    streamed: async (target) =>
      outcomeOf(
        await clientOf(target)
          .chat.completions.stream({ model: target.model, messages: greeting, stream_options })
          .finalChatCompletion(),
      ),
  },
  weather: {
    whole: async (target) =>
      outcomeOf(await clientOf(target).chat.completions.create({ model: target.model, messages: weather, tools })),
    streamed: async (target) =>
      outcomeOf(
        await clientOf(target)
          .chat.completions.stream({ model: target.model, messages: weather, tools, stream_options })
          .finalChatCompletion(),
      ),
  },
  weatherFound: {
    runTools: async (target) =>
      outcomeOf(
        await clientOf(target)
          .chat.completions.runTools({ model: target.model, messages: weather, tools: runnable })
          .finalChatCompletion(),
      ),
    "runTools, streamed": async (target) =>
      outcomeOf(
        await clientOf(target)
          .chat.completions.runTools({
            model: target.model,
            messages: weather,
            tools: runnable,
            stream: true,
            stream_options,
          })
          .finalChatCompletion(),
      ),
  },
  recipe: {
    "parse with a zod schema": async (target) => {
      const completion = await clientOf(target).chat.completions.parse({
        model: target.model,
        messages: [{ role: "user", content: RECIPE_QUESTION }],
        response_format: zodResponseFormat(recipe, "recipe"),
      });
      return { ...outcomeOf(completion), text: JSON.stringify(completion.choices[0]?.message.parsed) };
    },
  },
});
