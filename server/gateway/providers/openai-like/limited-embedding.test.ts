import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashscope } from "@/server/gateway/providers/dashscope";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";

const egress = loopbackEgress();
let upstream: ScriptedUpstream;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
});
afterAll(async () => {
  await egress.close();
  await upstream.close();
});

const context = () =>
  callContext({ definition: dashscope, egress, baseUrl: upstream.url, modelId: "text-embedding-v4" });

describe("embeddings at a vendor that takes few texts at once", () => {
  it("asks as often as it takes, and gives one list in the order of the input, with the tokens of all", async () => {
    const input = Array.from({ length: 23 }, (_, index) => "word ".repeat(index + 1).trim());
    const result = await dashscope.text_embedding?.embed(
      { model: "auto", input, encoding_format: "base64" },
      context(),
    );
    const alone = await dashscope.text_embedding?.embed(
      { model: "auto", input: input[22] ?? "", encoding_format: "base64" },
      context(),
    );
    expect(upstream.requests.slice(0, 3).map(({ body }) => Array.isArray(body.input) && body.input.length)).toEqual([
      10, 10, 3,
    ]);
    expect(result?.vectors).toHaveLength(23);
    expect(result?.vectors[22]).toEqual(alone?.vectors[0]);
    expect(result?.usage).toEqual({ counts: { inputTokens: (23 * 24) / 2 }, isEstimated: false });
  });

  it("refuses tokens, which only the vendor's own tokenizer could have made", async () => {
    const call = dashscope.text_embedding?.embed({ model: "auto", input: [[1, 2], [3]] }, context());
    await expect(call).rejects.toMatchObject({ code: "untranslatable", details: { param: "input" } });
  });
});
