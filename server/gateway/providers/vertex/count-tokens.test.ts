import { afterAll, beforeAll, expect, it } from "vitest";
import { gemini } from "@/server/gateway/providers/gemini";
import { vertex } from "@/server/gateway/providers/vertex";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
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

const request: ChatRequest = {
  model: "m",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello" },
  ],
};
const contents = [{ role: "user", parts: [{ text: "Hello" }] }];
const systemInstruction = { parts: [{ text: "Be brief." }] };
const claude = "claude-sonnet-4-5@20250929";

it.each<[string, ProviderDefinition, string, string, object, object]>([
  [
    "gemini",
    gemini,
    "gemini-2.5-flash",
    "/v1/models/gemini-2.5-flash:countTokens",
    { generateContentRequest: { model: "models/gemini-2.5-flash", contents, systemInstruction } },
    { totalTokens: 12 },
  ],
  [
    "vertex",
    vertex,
    "gemini-2.5-flash",
    "/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-flash:countTokens",
    { contents, systemInstruction },
    { totalTokens: 12, totalBillableCharacters: 14 },
  ],
  [
    "Claude on vertex",
    vertex,
    claude,
    "/v1/projects/p/locations/global/publishers/anthropic/models/count-tokens:rawPredict",
    {
      model: claude,
      anthropic_version: "vertex-2023-10-16",
      system: "Be brief.",
      messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
    },
    { input_tokens: 12 },
  ],
])("%s counts a request's tokens before it is sent", async (_id, definition, modelId, path, sent, answer) => {
  const context = callContext({
    definition,
    egress,
    baseUrl: `${server.url}/v1`,
    modelId,
    apiKey: "any-key-0123456789",
    settings: { project: "p" },
  });
  server.reply("*", { status: 200, contentType: "application/json", body: JSON.stringify(answer) });
  expect(await definition.llm?.countTokens?.(request, context)).toBe(12);
  const received = server.received.at(-1);
  expect(received?.path).toBe(path);
  expect(JSON.parse(received?.body.toString() ?? "")).toEqual(sent);
  server.reply("*", { status: 200, contentType: "application/json", body: "{}" });
  await expect(definition.llm?.countTokens?.(request, context)).rejects.toMatchObject({
    code: "provider_bad_response",
  });
});
