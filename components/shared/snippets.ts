export interface Snippet {
  /** The tool's or language's own name, the same in every language of the console. */
  label: string;
  code: string;
}

interface Place {
  origin: string;
  /** As it stands in a program: the key itself, or where it is read from. */
  key: { js: string; python: string; shell: string };
}

/** A first call in the ways people make one. `auto` is the default model of the organization. */
export function snippetsFor({ origin, apiKey }: { origin: string; apiKey?: string }): Snippet[] {
  const variable = "SLUICE_API_KEY";
  const key = apiKey
    ? { js: JSON.stringify(apiKey), python: JSON.stringify(apiKey), shell: apiKey }
    : { js: `process.env.${variable}`, python: `os.environ["${variable}"]`, shell: `$${variable}` };
  const place = { origin, key };
  return [
    { label: "curl", code: curl(place) },
    { label: "OpenAI SDK", code: openAiChat(place) },
    { label: "OpenAI Responses", code: openAiResponses(place) },
    { label: "Anthropic SDK", code: anthropic(place) },
    { label: "AI SDK", code: aiSdk(place) },
    { label: "Python", code: python(place) },
    { label: "Claude Code", code: claudeCode(place) },
  ];
}

const curl = ({ origin, key }: Place) => `curl ${origin}/v1/chat/completions \\
  -H "Authorization: Bearer ${key.shell}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'`;

const openAiClient = ({ origin, key }: Place) => `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${origin}/v1",
  apiKey: ${key.js},
});`;

const openAiChat = (place: Place) => `${openAiClient(place)}
const answer = await client.chat.completions.create({
  model: "auto",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);`;

const openAiResponses = (place: Place) => `${openAiClient(place)}
const response = await client.responses.create({
  model: "auto",
  input: "Hello",
});
console.log(response.output_text);`;

// Anthropic's clients add /v1 themselves.
const anthropic = ({ origin, key }: Place) => `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: "${origin}",
  apiKey: ${key.js},
});
const message = await client.messages.create({
  model: "auto",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Hello" }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));`;

const aiSdk = ({ origin, key }: Place) => `import { createOpenAI } from "@ai-sdk/openai";
import { generateText } from "ai";

const sluice = createOpenAI({
  baseURL: "${origin}/v1",
  apiKey: ${key.js},
});
const { text } = await generateText({
  model: sluice("auto"),
  prompt: "Hello",
});
console.log(text);`;

const python = ({
  origin,
  key,
}: Place) => `${key.python.startsWith("os.") ? "import os\n" : ""}from openai import OpenAI

client = OpenAI(
    base_url="${origin}/v1",
    api_key=${key.python},
)
answer = client.chat.completions.create(
    model="auto",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`;

const claudeCode = ({ origin, key }: Place) => `export ANTHROPIC_BASE_URL="${origin}"
export ANTHROPIC_AUTH_TOKEN="${key.shell}"
export ANTHROPIC_MODEL="auto"
export ANTHROPIC_DEFAULT_HAIKU_MODEL="auto"
claude`;
