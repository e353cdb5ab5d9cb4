import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { DOCUMENTED_STREAMS, replayStream } from "@/server/gateway/testing/documented-streams";
import type { ChatEncoder } from "@/server/http/chat/chat-writer";
import { completionsRequest } from "@/server/http/openai/completions/completions-request";
import { completionsWriter } from "@/server/http/openai/completions/completions-writer";
import { responsesRequest } from "./responses-request";
import { responsesWriter } from "./responses-writer";

const REQUEST_ID = "0199c0de-0000-7000-8000-000000000001";
const facts = { requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 };

/** The stock SDK before an answer that is written already. */
function reading(events: readonly ChatEvent[], encoder: ChatEncoder): OpenAI {
  const frames = events.map((event) => encoder.encode(event)).join("") + encoder.end(undefined);
  return new OpenAI({
    apiKey: "sk-none",
    maxRetries: 0,
    fetch: async () => new Response(frames, { headers: { "content-type": "text/event-stream" } }),
  });
}

const joined = (events: readonly ChatEvent[], field: "text" | "reasoning") =>
  events.map((event) => event[field] ?? "").join("");

function callsOf(events: readonly ChatEvent[]) {
  const calls: { call_id: string; name: string; arguments: string }[] = [];
  for (const { index, id = "", name = "", arguments: json = "" } of events.flatMap((event) => event.toolCalls ?? [])) {
    const call = calls[index] ?? { call_id: "", name: "", arguments: "" };
    calls[index] = { call_id: call.call_id || id, name: call.name + name, arguments: call.arguments + json };
  }
  return calls;
}

describe("every provider's documented streams reach OpenAI's SDK as the same answer", () => {
  it("has streams to look at", () => {
    expect(DOCUMENTED_STREAMS.length).toBeGreaterThan(20);
  });

  it.each(DOCUMENTED_STREAMS)("$title, as a response", async (documented) => {
    const events = await replayStream(documented);
    const request = responsesRequest.parse({ model: "m", input: "Hi" });
    const client = reading(events, responsesWriter(request, REQUEST_ID).createEncoder(facts));
    const response = await client.responses.stream({ model: "m", input: "Hi" }).finalResponse();
    expect(response.output_text).toBe(joined(events, "text"));
    expect(response.output.filter(({ type }) => type === "function_call")).toMatchObject(callsOf(events));
    const thoughts = response.output.flatMap((item) => (item.type === "reasoning" ? item.summary : []));
    expect(thoughts.map(({ text }) => text).join("")).toBe(joined(events, "reasoning"));
  });

  it.each(DOCUMENTED_STREAMS)("$title, as a completion", async (documented) => {
    const events = await replayStream(documented);
    const request = completionsRequest.parse({ model: "m", prompt: "Hi" });
    const client = reading(events, completionsWriter(request, REQUEST_ID).createEncoder(facts));
    let text = "";
    let finishReason: string | null = null;
    for await (const chunk of await client.completions.create({ model: "m", prompt: "Hi", stream: true })) {
      text += chunk.choices[0]?.text ?? "";
      finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
    }
    expect(text).toBe(joined(events, "text"));
    expect(["stop", "length", "content_filter"]).toContain(finishReason);
  });
});
