import "./quiet-ai-sdk";
import { createOpenAI } from "@ai-sdk/openai";
import { LLMock } from "@copilotkit/aimock";
import { OpenAIEmbeddings } from "@langchain/openai";
import { embedMany } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startDataPlane } from "@/test/start-data-plane";
import { post } from "./dialects/post";
import { FAMILIES } from "./families";

/** Distinct, so that an order mixed up would show. */
const TEXTS = ["first", "the second text", "第三"];

const openAiVectors = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) });
const cohereVectors = z.object({ embeddings: z.object({ float: z.array(z.array(z.number())) }) });

/** How each family embeds, asked by hand. The mock reports no tokens, and has no batches of Gemini's. */
const ASK: Readonly<Record<string, (url: string) => Promise<number[][]>>> = {
  openai: (url) => askOpenAi(`${url}/v1/embeddings`, "text-embedding-3-small"),
  "openai-compatible": (url) => askOpenAi(`${url}/v1/embeddings`, "text-embedding-3-small"),
  ollama: (url) => askOpenAi(`${url}/v1/embeddings`, "text-embedding-3-small"),
  "azure-openai": (url) =>
    askOpenAi(
      `${url}/openai/deployments/text-embedding-3-small/embeddings?api-version=2024-10-21`,
      "text-embedding-3-small",
    ),
  cohere: async (url) => {
    const body = { model: "embed-v4.0", texts: TEXTS, input_type: "search_document", embedding_types: ["float"] };
    return cohereVectors.parse(await post(`${url}/v2/embed`, body)).embeddings.float;
  },
};

async function askOpenAi(url: string, model: string): Promise<number[][]> {
  return openAiVectors.parse(await post(url, { model, input: TEXTS })).data.map((item) => item.embedding);
}

const families = FAMILIES.flatMap((family) => {
  const ask = ASK[family.provider];
  return ask
    ? [{ ...family, ask, modelId: family.provider === "cohere" ? "embed-v4.0" : "text-embedding-3-small" }]
    : [];
});

type Embed = (target: { baseURL: string; apiKey: string; model: string }) => Promise<number[][]>;

const CLIENTS: Readonly<Record<string, Embed>> = {
  "openai, floats": async ({ model, ...connection }) => {
    const answer = await new OpenAI(connection).embeddings.create({ model, input: TEXTS, encoding_format: "float" });
    return answer.data.map((item) => item.embedding);
  },
  "openai, base64": async ({ model, ...connection }) => {
    const answer = await new OpenAI(connection).embeddings.create({ model, input: TEXTS });
    return answer.data.map((item) => item.embedding);
  },
  "ai sdk": async ({ model, ...connection }) =>
    (await embedMany({ model: createOpenAI(connection).embedding(model), values: TEXTS, maxRetries: 0 })).embeddings,
  langchain: ({ model, baseURL, apiKey }) =>
    new OpenAIEmbeddings({ model, apiKey, configuration: { baseURL }, maxRetries: 0 }).embedDocuments(TEXTS),
};

/** Clients that ask for base64, which the mock does not have in Cohere's dialect. */
const ASKS_BASE64: ReadonlySet<string> = new Set(["openai, base64", "langchain"]);

const upstream = new LLMock({ port: 0, host: "127.0.0.1" });
let sluice: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  await upstream.start();
  sluice = await startDataPlane(
    families.map(({ provider, modelId, values }) => ({
      id: provider,
      provider,
      values: values(upstream.url),
      models: [{ modelId, type: "text_embedding" }],
    })),
  );
});
afterAll(async () => {
  await sluice.close();
  await upstream.stop();
});

for (const [client, embed] of Object.entries(CLIENTS)) {
  describe(`${client} embeddings`, () => {
    for (const { name, provider, modelId, ask } of families) {
      if (provider === "cohere" && ASKS_BASE64.has(client)) continue;
      it(`over ${name}: the same vectors as without Sluice`, async () => {
        const target = { baseURL: `${sluice.url}/v1`, apiKey: sluice.apiKey, model: `${provider}/${modelId}` };
        const vectors = await embed(target);
        const expected = await ask(upstream.url);
        expect(expected[0]?.length).toBeGreaterThan(2);
        expect(vectors.map(toFloat32)).toEqual(expected.map(toFloat32));
      });
    }
  });
}

/** Base64 carries 32 bits a number. */
function toFloat32(vector: readonly number[]): number[] {
  return [...Float32Array.from(vector)];
}
