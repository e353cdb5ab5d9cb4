import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lmstudio } from "@/server/gateway/providers/lmstudio";
import { ollama } from "@/server/gateway/providers/ollama";
import { openaiCompatible } from "@/server/gateway/providers/openai-compatible";
import { tei } from "@/server/gateway/providers/tei";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";

let server: ReplayServer;
const egress = loopbackEgress();
beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(async () => {
  await egress.close();
  await server.close();
});

const context = (definition: ProviderDefinition, path: string) =>
  callContext({ definition, egress, baseUrl: server.url + path, modelId: "m" });
const reply = (path: string, body: unknown, status = 200) =>
  server.reply(path, { status, contentType: "application/json", body: JSON.stringify(body) });

describe("a self-hosted server's address", () => {
  const answer = { choices: [{ message: { content: "hi" }, finish_reason: "stop" }] };

  it.each([
    [ollama, "", "/v1/chat/completions"],
    [ollama, "/v1", "/v1/chat/completions"],
    [ollama, "/behind/proxy", "/behind/proxy/chat/completions"],
    [openaiCompatible, "", "/chat/completions"],
    [openaiCompatible, "/api/v3", "/api/v3/chat/completions"],
  ])("of %o with the path %j leads to %s", async (definition, path, expected) => {
    reply("*", answer);
    await definition.llm?.complete(
      { model: "m", messages: [{ role: "user", content: "?" }] },
      context(definition, path),
    );
    expect(server.received.at(-1)?.path).toBe(expected);
  });

  it.each(["", "/v1"])("of TEI leads to /rerank and /info, with the path %j or without", async (path) => {
    reply("/rerank", [{ index: 0, score: 0.5 }]);
    reply("/info", { model_id: "BAAI/bge-m3", model_type: { embedding: { pooling: "cls" } }, max_input_length: 512 });
    const result = await tei.rerank?.rerank({ model: "m", query: "q", documents: ["d"] }, context(tei, path));
    expect(result?.ranking).toEqual([{ index: 0, relevanceScore: 0.5 }]);
    expect(await tei.listModels(context(tei, path))).toEqual([
      { id: "BAAI/bge-m3", type: "text_embedding", contextWindow: 512 },
    ]);
  });

  it("needs no key", async () => {
    reply("*", answer);
    await ollama.llm?.complete({ model: "m", messages: [{ role: "user", content: "?" }] }, context(ollama, ""));
    expect(server.received.at(-1)?.headers.authorization).toBeUndefined();
  });
});

it.each([
  ["an error inside a 200", 200, { error: "Unexpected endpoint or method. (GET /api/v0/models)" }],
  ["a 404", 404, { error: "not found" }],
])("lists LM Studio's models also where its details come as %s", async (_what, status, body) => {
  reply("/v1/models", { data: [{ id: "qwen3-8b" }] });
  reply("/api/v0/models", body, status);
  expect(await lmstudio.listModels(context(lmstudio, "/v1"))).toEqual([{ id: "qwen3-8b" }]);
});
