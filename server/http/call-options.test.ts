import { afterEach, describe, expect, it } from "vitest";
import { startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startDataPlane } from "@/test/start-data-plane";
import { TIMEOUT_HEADER } from "./call-options";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Three providers whose upstream never answers `hang`, and answers all else at once. */
async function start() {
  const upstream = await startScriptedUpstream();
  const plane = await startDataPlane(
    ["one", "two", "three"].map((id) => ({
      id,
      values: { base_url: upstream.url, api_key: "sk-test-1234567890" },
      models: [{ modelId: "hang" }, { modelId: "m" }],
    })),
  );
  closing.push(plane.close, upstream.close);
  return (path: string, model: string, timeout?: string) =>
    fetch(`${plane.url}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${plane.apiKey}`,
        "content-type": "application/json",
        ...(timeout === undefined ? {} : { [TIMEOUT_HEADER]: timeout }),
      },
      body: JSON.stringify({ model, max_tokens: 50, messages: [{ role: "user", content: "Hi." }], input: "Hi." }),
    });
}

describe("the header that bounds a request", () => {
  it.each(["/v1/chat/completions", "/v1/messages", "/v1/responses"])(
    "ends a call of %s when its time is up, whatever there still is to try",
    async (path) => {
      const post = await start();
      const startedAt = performance.now();
      const response = await post(path, "hang", "400");
      const tookMs = performance.now() - startedAt;
      expect(response.status).toBe(504);
      expect(tookMs).toBeGreaterThanOrEqual(380);
      expect(tookMs).toBeLessThan(5_000);
    },
  );

  it("leaves a call alone that is answered in time", async () => {
    const post = await start();
    expect((await post("/v1/chat/completions", "m", "60000")).status).toBe(200);
  });

  it.each(["0", "-5", "1.5", "soon", "900001", ""])("refuses %j, and names itself", async (timeout) => {
    const post = await start();
    const response = await post("/v1/chat/completions", "m", timeout);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(TIMEOUT_HEADER);
  });
});
