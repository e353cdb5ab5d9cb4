import { describe, expect, it } from "vitest";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { startReplayServer } from "@/server/gateway/testing/replay-server";
import { jina } from "./jina";

describe("jina", () => {
  describeProvider(jina);

  it("takes the refusal of its unknown probe model for a valid key, and lists its models", async () => {
    const server = await startReplayServer();
    const egress = loopbackEgress();
    server.reply("*", {
      status: 400,
      contentType: "application/json",
      body: JSON.stringify({ detail: "Model 'sluice-key-check' not found", code: "INPUT_MODEL_NOT_FOUND" }),
    });
    const context = callContext({
      definition: jina,
      egress,
      baseUrl: `${server.url}/v1`,
      modelId: "",
      apiKey: "jina_0123456789",
    });
    const models = await jina.listModels(context);
    expect(models.map(({ id }) => id)).toContain("jina-reranker-v3");
    expect(new Set(models.map(({ type }) => type))).toEqual(new Set(["text_embedding", "rerank"]));
    await egress.close();
    await server.close();
  });
});
