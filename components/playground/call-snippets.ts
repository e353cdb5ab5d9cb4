import type { PlaygroundChatInput } from "@/lib/contracts/playground";
import type { CallDraft } from "./call-draft";
import { buildAiSdk, buildAnthropic, buildResponses } from "./chat-snippets";
import { toWireCall } from "./wire-call";

export type SnippetKind = "curl" | "typescript" | "responses" | "anthropic" | "aiSdk" | "python" | "trpc";

export interface CallSnippet {
  kind: SnippetKind;
  code: string;
}

/** The draft as programs; the key is read from the environment as SLUICE_API_KEY. `origin` is this console's own. */
export function buildSnippets(draft: CallDraft, origin: string): CallSnippet[] {
  return [
    { kind: "curl", code: buildCurl(draft, origin) },
    { kind: "typescript", code: buildTypeScript(draft, origin) },
    ...(draft.type === "llm" ? buildChatSnippets(draft.input, origin) : []),
    { kind: "python", code: buildPython(draft, origin) },
    { kind: "trpc", code: buildTrpc(draft, origin) },
  ];
}

/** The other dialects that a chat can be had in. */
function buildChatSnippets(input: PlaygroundChatInput, origin: string): CallSnippet[] {
  return [
    { kind: "responses", code: buildResponses(input, origin) },
    { kind: "anthropic", code: buildAnthropic(input, origin) },
    { kind: "aiSdk", code: buildAiSdk(input, origin) },
  ];
}

const json = (value: unknown, indent = 2) => JSON.stringify(value, null, indent);
const indented = (text: string, by: string) => text.replaceAll("\n", `\n${by}`);

/** A POSIX shell reads everything between single quotes as it is. */
const shellQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export function buildCurl(draft: CallDraft, origin: string): string {
  const { path, body } = toWireCall(draft);
  const head = [`curl ${shellQuoted(`${origin}/v1${path}`)}`, `-H "Authorization: Bearer $SLUICE_API_KEY"`];
  if (draft.type === "speech_to_text") {
    const { model, fileName } = draft.input;
    return [...head, `-F ${shellQuoted(`model=${model}`)}`, `-F ${shellQuoted(`file=@${fileName}`)}`].join(" \\\n  ");
  }
  const lines = [...head, `-H "Content-Type: application/json"`, `-d ${shellQuoted(json(body))}`];
  if (draft.type === "llm") lines.splice(1, 0, "--no-buffer");
  if (draft.type === "tts") lines.push("-o speech.audio");
  return lines.join(" \\\n  ");
}

function buildTypeScript(draft: CallDraft, origin: string): string {
  const { path, body } = toWireCall(draft);
  const setup = (imports = "") =>
    `${imports}import OpenAI from "openai";\n\nconst client = new OpenAI({\n  baseURL: ${json(`${origin}/v1`)},\n  apiKey: process.env.SLUICE_API_KEY,\n});\n\n`;
  switch (draft.type) {
    case "llm":
      return `${setup()}const stream = await client.chat.completions.create(${json(body)});\nfor await (const chunk of stream) {\n  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");\n}\n`;
    case "text_embedding":
      return `${setup()}const { data } = await client.embeddings.create(${json(body)});\nconsole.log(data.map((item) => item.embedding.length));\n`;
    case "rerank":
      return `${setup()}const { results } = await client.post<{ results: { index: number; relevance_score: number }[] }>(${json(path)}, {\n  body: ${indented(json(body), "  ")},\n});\nconsole.log(results);\n`;
    case "tts":
      return `${setup('import { writeFile } from "node:fs/promises";\n')}const speech = await client.audio.speech.create(${json(body)});\nawait writeFile("speech.audio", Buffer.from(await speech.arrayBuffer()));\n`;
    case "speech_to_text":
      return `${setup('import { createReadStream } from "node:fs";\n')}const { text } = await client.audio.transcriptions.create({\n  model: ${json(draft.input.model)},\n  file: createReadStream(${json(draft.input.fileName)}),\n});\nconsole.log(text);\n`;
  }
}

function buildPython(draft: CallDraft, origin: string): string {
  const { path, body } = toWireCall(draft);
  const setup = `import os\n\nfrom openai import OpenAI\n\nclient = OpenAI(\n    base_url=${json(`${origin}/v1`)},\n    api_key=os.environ["SLUICE_API_KEY"],\n)\n\n`;
  const named = Object.entries(body ?? {})
    .map(([name, value]) => `    ${name}=${indented(pythonLiteral(value), "    ")},`)
    .join("\n");
  switch (draft.type) {
    case "llm":
      return `${setup}stream = client.chat.completions.create(\n${named}\n)\nfor chunk in stream:\n    if chunk.choices:\n        print(chunk.choices[0].delta.content or "", end="", flush=True)\n`;
    case "text_embedding":
      return `${setup}response = client.embeddings.create(\n${named}\n)\nprint([len(item.embedding) for item in response.data])\n`;
    case "rerank":
      return `${setup}response = client.post(\n    ${json(path)},\n    cast_to=object,\n    body=${indented(pythonLiteral(body), "    ")},\n)\nprint(response["results"])\n`;
    case "tts":
      return `${setup}speech = client.audio.speech.create(\n${named}\n)\nspeech.write_to_file("speech.audio")\n`;
    case "speech_to_text":
      return `${setup}with open(${json(draft.input.fileName)}, "rb") as file:\n    transcription = client.audio.transcriptions.create(model=${json(draft.input.model)}, file=file)\nprint(transcription.text)\n`;
  }
}

/** Of what a call holds, only `true` is written differently in Python than in JSON. */
function pythonLiteral(value: unknown): string {
  return value === true ? "True" : JSON.stringify(value, null, 4);
}

const TRPC_SETUP = `import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "./sluice/server/trpc/router";
`;

function buildTrpc(draft: CallDraft, origin: string): string {
  const setup = (imports = "") =>
    `${imports}${TRPC_SETUP}
const client = createTRPCClient<AppRouter>({
  links: [
    httpBatchStreamLink({
      url: ${json(`${origin}/api/trpc`)},
      transformer: superjson,
      headers: { authorization: \`Bearer \${process.env.SLUICE_API_KEY}\` },
    }),
  ],
});

`;
  switch (draft.type) {
    case "llm":
      return `${setup()}const events = await client.playground.chat.mutate(${json(draft.input)});\nfor await (const event of events) {\n  if (event.type === "delta") process.stdout.write(event.text ?? "");\n}\n`;
    case "text_embedding":
      return `${setup()}const { dimensions, similarity } = await client.playground.embed.mutate(${json(draft.input)});\nconsole.log(dimensions, similarity);\n`;
    case "rerank":
      return `${setup()}const { ranking } = await client.playground.rerank.mutate(${json(draft.input)});\nconsole.log(ranking);\n`;
    case "tts":
      return `${setup('import { writeFile } from "node:fs/promises";\n')}const speech = await client.playground.speak.mutate(${json(draft.input)});\nawait writeFile("speech.audio", Buffer.from(speech.audioBase64, "base64"));\n`;
    case "speech_to_text": {
      const { model, fileName, contentType } = draft.input;
      return `${setup('import { readFile } from "node:fs/promises";\n')}const audio = await readFile(${json(fileName)});\nconst { text } = await client.playground.transcribe.mutate({\n  model: ${json(model)},\n  fileName: ${json(fileName)},\n  contentType: ${json(contentType)},\n  audioBase64: audio.toString("base64"),\n});\nconsole.log(text);\n`;
    }
  }
}
