import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { azureOpenai } from "./azure-openai";

describe("azure-openai", () => {
  describeProvider(azureOpenai);
});

describe("an Azure resource", () => {
  let server: ReplayServer;
  const egress = loopbackEgress();
  beforeAll(async () => {
    server = await startReplayServer();
  });
  afterAll(async () => {
    await egress.close();
    await server.close();
  });

  const context = (path: string, apiVersion?: string, modelId = "my gpt") =>
    callContext({
      definition: azureOpenai,
      egress,
      baseUrl: server.url + path,
      modelId,
      apiKey: "0123456789abcdef",
      ...(apiVersion === undefined ? {} : { settings: { api_version: apiVersion } }),
    });
  const reply = (path: string, body: unknown, status = 200) =>
    server.reply(path, { status, contentType: "application/json", body: JSON.stringify(body) });
  const request = { model: "m", messages: [{ role: "user" as const, content: "?" }] };
  const answer = { choices: [{ message: { content: "hi" }, finish_reason: "stop" }] };

  it.each([
    ["", undefined, "/openai/v1/chat/completions"],
    ["", " ", "/openai/v1/chat/completions"],
    ["", "v1", "/openai/v1/chat/completions"],
    ["", "preview", "/openai/v1/chat/completions?api-version=preview"],
    ["/openai/v1", undefined, "/openai/v1/chat/completions"],
    ["/openai/deployments/x/chat/completions", undefined, "/openai/v1/chat/completions"],
    ["/api/projects/my-project", undefined, "/openai/v1/chat/completions"],
    ["/behind/apim", undefined, "/behind/apim/openai/v1/chat/completions"],
    ["", "2024-10-21", "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21"],
    ["/openai/v1", "2024-10-21", "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21"],
  ])("at the address with path %j and version %j is asked at %s", async (path, version, expected) => {
    reply("*", answer);
    await azureOpenai.llm?.complete(request, context(path, version));
    const received = server.received.at(-1);
    expect(received?.path).toBe(expected);
    expect(received?.headers).toMatchObject({ "api-key": "0123456789abcdef" });
    expect(received?.headers.authorization).toBeUndefined();
  });

  it("lists its deployments, by the models behind them, where it tells them", async () => {
    reply("/openai/models", {
      data: [
        { id: "gpt-4o-2024-11-20", capabilities: { chat_completion: true } },
        { id: "text-embedding-3-small-1", capabilities: { embeddings: true } },
      ],
    });
    reply("/openai/deployments", {
      data: [
        { id: "prod", model: "gpt-4o", status: "succeeded" },
        { id: "vectors", model: "text-embedding-3-small", status: "succeeded" },
        { id: "whisper", model: "whisper", status: "succeeded" },
        { id: "voice", model: "gpt-4o-mini-tts" },
        { id: "pictures", model: "gpt-image-1", status: "succeeded" },
        { id: "half-made", model: "gpt-4o", status: "running" },
      ],
    });
    expect(await azureOpenai.listModels(context("", "2024-10-21"))).toEqual([
      { id: "prod", baseModelId: "openai/gpt-4o", displayName: "prod (gpt-4o)", type: "llm" },
      {
        id: "vectors",
        baseModelId: "openai/text-embedding-3-small",
        displayName: "vectors (text-embedding-3-small)",
        type: "text_embedding",
      },
      { id: "whisper", baseModelId: "openai/whisper", type: "speech_to_text" },
      { id: "voice", baseModelId: "openai/gpt-4o-mini-tts", displayName: "voice (gpt-4o-mini-tts)", type: "tts" },
    ]);
    expect(server.received.at(-2)?.path).toBe("/openai/models?api-version=2024-10-21");
  });

  it("lists what could be deployed where it keeps its deployments to itself", async () => {
    reply("/openai/v1/models", { data: [{ id: "gpt-4o-2024-11-20", capabilities: { chat_completion: true } }] });
    reply("/openai/deployments", { error: { code: "404", message: "Resource not found" } }, 404);
    expect(await azureOpenai.listModels(context(""))).toEqual([
      { id: "gpt-4o-2024-11-20", baseModelId: "openai/gpt-4o-2024-11-20", type: "llm" },
    ]);
  });

  it("does not show clients its first chunk, which has no choice, unless they asked for usage", async () => {
    const events = loadFixtures("azure-openai").get("llm")?.stream ?? [];
    server.reply("*", {
      status: 200,
      contentType: "text/event-stream",
      body: events.map((event) => `${event}\n\n`).join(""),
    });
    const seen: ChatEvent[] = [];
    for await (const batch of azureOpenai.llm?.stream(request, context("")) ?? []) seen.push(...batch);
    expect(seen[0]).toMatchObject({ isUsageOnly: true });
    expect(seen.filter(({ isUsageOnly }) => isUsageOnly)).toHaveLength(2);
  });

  it.each([
    [
      400,
      {
        error: {
          message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
          type: null,
          param: "prompt",
          code: "content_filter",
          status: 400,
          innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: { hate: { filtered: true } } },
        },
      },
      "content_filtered",
    ],
    [
      404,
      { error: { code: "DeploymentNotFound", message: "The API deployment for this resource does not exist." } },
      "provider_model_missing",
    ],
    [
      401,
      { error: { code: "401", message: "Access denied due to invalid subscription key." } },
      "provider_auth_failed",
    ],
    [429, { error: { code: "429", message: "Requests have exceeded the token rate limit." } }, "provider_rate_limited"],
    [
      400,
      { error: { code: "context_length_exceeded", message: "This model's maximum context length is 8192 tokens." } },
      "context_too_long",
    ],
  ])("says %i %j as %s", (status, body, code) => {
    expect(azureOpenai.readError({ status, headers: {}, body }).code).toBe(code);
  });
});
