import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { groq } from "@/server/gateway/providers/groq";
import { mistral } from "@/server/gateway/providers/mistral";
import { zhipu } from "@/server/gateway/providers/zhipu";
import type { ChatEvent } from "@/server/gateway/spec/chat";
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

const request = { model: "m", messages: [{ role: "user" as const, content: "Hi" }] };
const context = (definition: ProviderDefinition) =>
  callContext({ definition, egress, baseUrl: `${server.url}/v1`, modelId: "m", apiKey: "sk-0123456789abcdef" });

async function complete(definition: ProviderDefinition, answer: object) {
  server.reply("*", { status: 200, contentType: "application/json", body: JSON.stringify(answer) });
  return definition.llm?.complete(request, context(definition));
}

async function stream(definition: ProviderDefinition, ...chunks: object[]): Promise<ChatEvent[]> {
  const body = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("");
  server.reply("*", { status: 200, contentType: "text/event-stream", body });
  const events: ChatEvent[] = [];
  for await (const batch of definition.llm?.stream(request, context(definition)) ?? []) events.push(...batch);
  return events;
}

const choice = (fields: object) => ({ choices: [{ index: 0, ...fields }] });

describe("what is not quite OpenAI's dialect", () => {
  it("never reaches its clients as it is: content in parts becomes text", async () => {
    const content = [
      { type: "thinking", thinking: "Hm." },
      { type: "text", text: "Yes." },
    ];
    const whole = await complete(mistral, choice({ message: { content }, finish_reason: "stop" }));
    expect(whole).toMatchObject({ text: "Yes.", reasoning: "Hm." });
    expect(whole).not.toHaveProperty("raw");

    const events = await stream(
      mistral,
      choice({ delta: { content } }),
      choice({ delta: { content: "." }, finish_reason: "stop" }),
    );
    expect(events[0]).toMatchObject({ text: "Yes.", reasoning: "Hm." });
    expect(events[0]).not.toHaveProperty("raw");
    expect(events[1]).toHaveProperty("raw");
  });

  it("does not pass for an answer when the vendor broke it off", async () => {
    const broken = choice({ message: { content: "Half an ans" }, finish_reason: "network_error" });
    await expect(complete(zhipu, broken)).rejects.toMatchObject({ code: "provider_unavailable" });
    await expect(
      stream(zhipu, choice({ delta: { content: "Half" } }), choice({ delta: {}, finish_reason: "network_error" })),
    ).rejects.toMatchObject({ code: "provider_stream_broken" });
  });

  it("calls an answer filtered that the vendor calls sensitive", async () => {
    expect(await complete(zhipu, choice({ message: { content: "" }, finish_reason: "sensitive" }))).toMatchObject({
      finishReason: "content_filter",
    });
  });

  it("ends a stream with the error that Groq puts beside its chunks", async () => {
    const chunk = { ...choice({ delta: { content: "Half" } }), x_groq: { id: "req_1", error: "over_capacity" } };
    await expect(stream(groq, chunk)).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringContaining("over_capacity"),
    });
  });
});
