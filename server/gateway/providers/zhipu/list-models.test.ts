import { describe, expect, it } from "vitest";
import { zhipu } from "@/server/gateway/providers/zhipu";
import type { CallContext } from "@/server/gateway/spec/provider";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { startReplayServer } from "@/server/gateway/testing/replay-server";

describe("Zhipu's models", () => {
  it("include in China what its listing leaves out, each once", async () => {
    const egress = loopbackEgress();
    const server = await startReplayServer();
    const body = JSON.stringify({ data: [{ id: "glm-5.3" }, { id: "glm-tts" }] });
    server.reply("*", { status: 200, contentType: "application/json", body });
    const context = callContext({ definition: zhipu, egress, baseUrl: `${server.url}/v1`, modelId: "" });
    const inChina: CallContext = {
      ...context,
      credentials: { ...context.credentials, baseUrl: "https://open.bigmodel.cn/api/paas/v4" },
    };
    const ids = (await zhipu.listModels(inChina)).map(({ id }) => id);
    expect(ids).toEqual(["glm-5.3", "glm-tts", "embedding-3", "embedding-2", "rerank", "glm-asr-2512"]);
    expect(await zhipu.listModels(context)).toEqual([{ id: "glm-5.3" }, { id: "glm-tts" }]);
    await egress.close();
    await server.close();
  });
});
