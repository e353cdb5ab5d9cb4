import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openai } from "@/server/gateway/providers/openai";
import { encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { EmbeddingRequest } from "@/server/gateway/spec/embedding";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";

const egress = loopbackEgress();
let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(async () => {
  await egress.close();
  await server.close();
});

const usage = { prompt_tokens: 8, total_tokens: 8 };
const answerOf = (vectors: (number[] | string)[], more: object = { usage }) => ({
  object: "list",
  data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
  model: "text-embedding-3-small-2024",
  ...more,
});

async function embed(request: Pick<EmbeddingRequest, "input"> & Partial<EmbeddingRequest>, answer: unknown) {
  const text = JSON.stringify(answer, null, 1);
  server.reply("*", { status: 200, contentType: "application/json", body: text });
  const context = callContext({ definition: openai, egress, baseUrl: server.url, modelId: "m", apiKey: "sk-any" });
  const result = await openai.text_embedding?.embed({ ...request, model: "m" }, context);
  if (result === undefined) throw new Error("OpenAI embeds");
  return { result, text };
}

/** Past the length from which answers are looked over instead of parsed. */
const many = Array.from({ length: 1_000 }, (_, row) => Array.from({ length: 32 }, (_, column) => row + column / 64));
const input = many.map((_, row) => `text ${row}`);

describe("embeddings of an OpenAI-like upstream", () => {
  it.each([
    ["few", [many[0] ?? []], ["text"]],
    ["many", many, input],
  ])("come with the upstream's own body, untouched, for %s inputs", async (_, vectors, texts) => {
    const { result, text } = await embed(
      { input: texts, unknown_field: 1 },
      answerOf(vectors, { usage, extra: { a: 1 } }),
    );
    expect(result.raw?.text).toBe(text);
    expect(result).toMatchObject({ model: "text-embedding-3-small-2024", usage: { counts: { inputTokens: 8 } } });
    expect(result.vectors).toEqual(vectors);
    expect(JSON.parse(server.received.at(-1)?.body.toString() ?? "")).toMatchObject({ unknown_field: 1 });
  });

  it.each([
    ["few", [many[0] ?? []], "text"],
    ["many", many, input],
  ])("are encoded as asked where the upstream ignored the encoding, for %s inputs", async (_, vectors, texts) => {
    const asBase64 = await embed({ input: texts, encoding_format: "base64" }, answerOf(vectors));
    expect(asBase64.result.raw).toBeUndefined();
    expect(asBase64.result.vectors).toEqual(vectors.map(encodeVector));
    const asFloats = await embed({ input: texts }, answerOf(vectors.map(encodeVector)));
    expect(asFloats.result.raw).toBeUndefined();
    expect(asFloats.result.vectors).toEqual(vectors);
  });

  it("are composed anew, with usage, where the upstream reports none", async () => {
    expect((await embed({ input: "text" }, answerOf([[1, 2]], {}))).result.raw).toBeUndefined();
    expect((await embed({ input }, answerOf(many, {}))).result.raw).toBeUndefined();
  });

  it("are refused where a vector is missing, be the answer short or long", async () => {
    const code = "provider_bad_response";
    await expect(embed({ input: ["a", "b"] }, answerOf([[1, 2]]))).rejects.toMatchObject({ code });
    await expect(embed({ input }, answerOf(many.slice(1)))).rejects.toMatchObject({ code });
  });
});
