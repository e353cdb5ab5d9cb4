import { describe, expect, it } from "vitest";
import { groq } from "@/server/gateway/providers/groq";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { startReplayServer } from "@/server/gateway/testing/replay-server";

const file = new File(["RIFF"], "speech.wav", { type: "audio/wav" });

describe("a transcript billed by the recording's length", () => {
  it("is charged to the millisecond for translations too, which go to their own endpoint", async () => {
    const egress = loopbackEgress();
    const server = await startReplayServer();
    const answer = { task: "translate", language: "german", duration: 1.25, text: "Good day.", segments: [] };
    server.reply("/v1/audio/translations", {
      status: 200,
      contentType: "application/json",
      body: JSON.stringify(answer),
    });
    const context = callContext({ definition: groq, egress, baseUrl: `${server.url}/v1`, modelId: "whisper-large-v3" });
    expect(await groq.speech_to_text?.translate?.({ model: "auto", file }, context)).toMatchObject({
      text: "Good day.",
      usage: { counts: { audioMs: 1250 }, isEstimated: false },
      raw: { text: "Good day." },
    });
    await egress.close();
    await server.close();
  });

  it("can't say who speaks, and says so", async () => {
    const egress = loopbackEgress();
    const context = callContext({ definition: groq, egress, baseUrl: "http://127.0.0.1:1/v1", modelId: "m" });
    await expect(
      groq.speech_to_text?.transcribe({ model: "auto", file, response_format: "diarized_json" }, context),
    ).rejects.toMatchObject({ code: "untranslatable", details: { param: "response_format" } });
    await egress.close();
  });
});
