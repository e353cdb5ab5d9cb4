import "./quiet-ai-sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { LLMock } from "@copilotkit/aimock";
import { generateText, type LanguageModel } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startDataPlane } from "@/test/start-data-plane";
import type { Target } from "./describe-client";
import { FAMILIES, providersAt } from "./families";

const QUESTION = "Where is the treasure?";
const THOUGHT = { reasoning: "The map shows 北; a cross — there.", text: "Under the palm 🌴." };

/** The mock writes a model's thinking into the text in Cohere's dialect. */
const families = FAMILIES.filter(({ provider }) => provider !== "cohere");

const messages = [{ role: "user" as const, content: QUESTION }];
const openaiOf = ({ url, apiKey }: Target) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
const anthropicOf = ({ url, apiKey }: Target) => new Anthropic({ apiKey, baseURL: url, maxRetries: 0 });

/** A field that the SDK hands on without knowing it. */
const thinking = z.object({ content: z.string().nullish(), reasoning_content: z.string().nullish() });

async function generate(model: LanguageModel) {
  const { text, reasoningText } = await generateText({ model, prompt: QUESTION, maxRetries: 0 });
  return { reasoning: reasoningText, text };
}

function ofMessage({ content }: Anthropic.Message) {
  return {
    reasoning: content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
  };
}

function ofResponse({ output, output_text }: OpenAI.Responses.Response) {
  const items = output.filter((item) => item.type === "reasoning");
  return {
    reasoning: items.flatMap((item) => [...item.summary, ...(item.content ?? [])].map((part) => part.text)).join(""),
    text: output_text,
  };
}

const CALLS: Readonly<Record<string, (target: Target) => Promise<{ reasoning: string | undefined; text: string }>>> = {
  "openai chat": async (target) => {
    const { choices } = await openaiOf(target).chat.completions.create({ model: target.model, messages });
    const { content, reasoning_content } = thinking.parse(choices[0]?.message);
    return { reasoning: reasoning_content ?? "", text: content ?? "" };
  },
  "openai chat, streamed": async (target) => {
    const sum = { reasoning: "", text: "" };
    const create = { model: target.model, messages, stream: true } as const;
    for await (const { choices } of await openaiOf(target).chat.completions.create(create)) {
      const { content, reasoning_content } = thinking.parse(choices[0]?.delta);
      sum.reasoning += reasoning_content ?? "";
      sum.text += content ?? "";
    }
    return sum;
  },
  "openai responses": async (target) =>
    ofResponse(await openaiOf(target).responses.create({ model: target.model, input: QUESTION })),
  "openai responses, streamed": async (target) =>
    ofResponse(await openaiOf(target).responses.stream({ model: target.model, input: QUESTION }).finalResponse()),
  "anthropic messages": async (target) =>
    ofMessage(await anthropicOf(target).messages.create({ model: target.model, max_tokens: 99, messages })),
  "anthropic messages, streamed": async (target) =>
    ofMessage(
      await anthropicOf(target).messages.stream({ model: target.model, max_tokens: 99, messages }).finalMessage(),
    ),
  "ai sdk anthropic": ({ url, apiKey, model }) => generate(createAnthropic({ baseURL: `${url}/v1`, apiKey })(model)),
  "ai sdk openai.responses": ({ url, apiKey, model }) =>
    generate(createOpenAI({ baseURL: `${url}/v1`, apiKey }).responses(model)),
};

const upstream = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 7 });
let sluice: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  upstream.onMessage(QUESTION, { content: THOUGHT.text, reasoning: THOUGHT.reasoning });
  await upstream.start();
  sluice = await startDataPlane(providersAt(upstream.url));
});
afterAll(async () => {
  await sluice.close();
  await upstream.stop();
});

for (const [client, call] of Object.entries(CALLS)) {
  describe(client, () => {
    for (const { name, modelId } of families) {
      it(`over ${name} gets the model's thinking apart from its answer`, async () => {
        expect(await call({ url: sluice.url, apiKey: sluice.apiKey, model: modelId })).toEqual(THOUGHT);
      });
    }
  });
}
