export interface Snippet {
  /** The tool's or language's own name, the same in every language of the console. */
  label: string;
  code: string;
}

/** A first call in the ways people make one. `auto` is the default model of the organization. */
export function snippetsFor({ origin, apiKey }: { origin: string; apiKey?: string }): Snippet[] {
  const variable = "SLUICE_API_KEY";
  return [
    {
      label: "curl",
      code: `curl ${origin}/v1/chat/completions \\
  -H "Authorization: Bearer ${apiKey ?? `$${variable}`}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'`,
    },
    {
      label: "OpenAI SDK · TypeScript",
      code: `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${origin}/v1",
  apiKey: ${apiKey ? JSON.stringify(apiKey) : `process.env.${variable}`},
});
const answer = await client.chat.completions.create({
  model: "auto",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);`,
    },
    {
      label: "OpenAI SDK · Python",
      code: `${apiKey ? "" : "import os\n"}from openai import OpenAI

client = OpenAI(
    base_url="${origin}/v1",
    api_key=${apiKey ? JSON.stringify(apiKey) : `os.environ["${variable}"]`},
)
answer = client.chat.completions.create(
    model="auto",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
    },
  ];
}
