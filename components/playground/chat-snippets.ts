import type { PlaygroundChatInput } from "@/lib/contracts/playground";

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** The longest answer where the draft names none: Anthropic's dialect asks for one. */
const MAX_TOKENS = 1024;

/** The chat over OpenAI's Responses API. */
export function buildResponses(draft: PlaygroundChatInput, origin: string): string {
  const { model, system, messages, temperature, maxTokens } = draft;
  const body = {
    model,
    ...(system ? { instructions: system } : {}),
    input: messages,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_output_tokens: maxTokens }),
    stream: true,
  };
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${json(`${origin}/v1`)},
  apiKey: process.env.SLUICE_API_KEY,
});

const stream = await client.responses.create(${json(body)});
for await (const event of stream) {
  if (event.type === "response.output_text.delta") process.stdout.write(event.delta);
}
`;
}

/** The chat over Anthropic's Messages API, whose clients add /v1 themselves. */
export function buildAnthropic(draft: PlaygroundChatInput, origin: string): string {
  const { model, system, messages, temperature, maxTokens = MAX_TOKENS } = draft;
  const body = {
    model,
    max_tokens: maxTokens,
    ...(system ? { system } : {}),
    messages,
    ...(temperature === undefined ? {} : { temperature }),
  };
  return `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: ${json(origin)},
  apiKey: process.env.SLUICE_API_KEY,
});

const stream = client.messages.stream(${json(body)});
stream.on("text", (text) => process.stdout.write(text));
await stream.finalMessage();
`;
}

/** The chat over the AI SDK. */
export function buildAiSdk(draft: PlaygroundChatInput, origin: string): string {
  const { model, system, messages, temperature, maxTokens } = draft;
  const settings = {
    ...(system ? { system } : {}),
    messages,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
  };
  return `import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";

const sluice = createOpenAI({
  baseURL: ${json(`${origin}/v1`)},
  apiKey: process.env.SLUICE_API_KEY,
});

const { textStream } = streamText({
  model: sluice(${json(model)}),
${json(settings).split("\n").slice(1).join("\n").replace(/\n\}$/, ",\n}")});
for await (const text of textStream) {
  process.stdout.write(text);
}
`;
}
