import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { concat } from "@langchain/core/utils/stream";
import type { Client, Target } from "./describe-client";
import { findWeather, GREETING, RECIPE_QUESTION, recipe, SYSTEM, WEATHER_QUESTION, WEATHER_TOOL } from "./jobs";
import type { Outcome } from "./outcome";

function outcomeOf(message: AIMessage | AIMessageChunk): Outcome {
  return {
    text: message.text,
    toolCalls: (message.tool_calls ?? []).map((call) => ({ name: call.name, arguments: call.args })),
    usage: {
      inputTokens: message.usage_metadata?.input_tokens ?? -1,
      outputTokens: message.usage_metadata?.output_tokens ?? -1,
    },
  };
}

async function collect(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined;
  for await (const chunk of stream) whole = whole === undefined ? chunk : concat(whole, chunk);
  if (whole === undefined) throw new Error("The stream was empty");
  return whole;
}

const { parameters, ...named } = WEATHER_TOOL;
const weatherTool = tool(findWeather, {
  ...named,
  schema: parameters,
});

const greeting = [new SystemMessage(SYSTEM), new HumanMessage(GREETING)];

/** Calls the model and its tools in turn until it calls none. */
async function loop(ask: (messages: BaseMessage[]) => Promise<AIMessage | AIMessageChunk>): Promise<Outcome> {
  const messages: BaseMessage[] = [new HumanMessage(WEATHER_QUESTION)];
  for (let turn = 0; turn < 3; turn++) {
    const answer = await ask(messages);
    if (!answer.tool_calls?.length) return outcomeOf(answer);
    messages.push(answer);
    for (const call of answer.tool_calls)
      messages.push(new ToolMessage({ content: findWeather(call.args), tool_call_id: call.id ?? "" }));
  }
  throw new Error("The model calls tools without end");
}

/** A LangChain chat model; `countsStreams` says whether it adds up the usage of a stream right. */
export function langchainClient<Model extends BaseChatModel>(
  name: string,
  countsStreams: boolean,
  modelOf: (target: Target) => Model & { bindTools: NonNullable<BaseChatModel["bindTools"]> },
): Client {
  const streamed = (outcome: Outcome): Outcome => (countsStreams ? outcome : { ...outcome, usage: null });
  const bound = (target: Target) => modelOf(target).bindTools([weatherTool]);
  return {
    name,
    greeting: {
      invoke: async (target) => outcomeOf(await modelOf(target).invoke(greeting)),
      stream: async (target) => streamed(outcomeOf(await collect(await modelOf(target).stream(greeting)))),
    },
    weather: {
      "bindTools, invoke": async (target) => outcomeOf(await bound(target).invoke(WEATHER_QUESTION)),
      "bindTools, stream": async (target) =>
        streamed(outcomeOf(await collect(await bound(target).stream(WEATHER_QUESTION)))),
    },
    weatherFound: {
      "a loop": (target) => loop((messages) => bound(target).invoke(messages)),
      "a loop, streamed": async (target) =>
        streamed(await loop(async (messages) => collect(await bound(target).stream(messages)))),
    },
    recipe: {
      withStructuredOutput: async (target) => {
        const { raw, parsed } = await modelOf(target)
          .withStructuredOutput(recipe, { name: "recipe", includeRaw: true })
          .invoke(RECIPE_QUESTION);
        if (!AIMessage.isInstance(raw) && !AIMessageChunk.isInstance(raw)) throw new Error("A model answers as such");
        return { ...outcomeOf(raw), text: JSON.stringify(parsed), toolCalls: [] };
      },
    },
  };
}
