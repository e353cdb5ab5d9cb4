import { expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { openai } from "@/server/gateway/providers/openai";
import type { ChatCall, ChatCapability } from "@/server/gateway/spec/chat";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { speakNatively } from "./speak-natively";

const context = callContext({
  definition: openai,
  egress: loopbackEgress(),
  baseUrl: "http://127.0.0.1:1/v1",
  modelId: "small",
});
const call: ChatCall = {
  request: { model: "small", messages: [{ role: "user", content: "hi" }], max_tokens: 32_000 },
  native: { dialect: "messages", body: {}, text: "{}", headers: {} },
  losses: ["top_k was left out."],
};
const speaking = (...dialects: string[]): ChatCapability => ({
  speaks: (dialect) => dialects.includes(dialect),
  complete: () => Promise.reject(new Error("not called")),
  async *stream() {},
});

it("hands a client's own request to a model that speaks its dialect, with nothing lost", () => {
  expect(speakNatively(call, speaking("messages"), context, 4_096)).toMatchObject({
    request: { max_tokens: 32_000 },
    context: { native: call.native },
    losses: [],
  });
});

it("tells what translation loses, and bounds the output to what the model gives", () => {
  const spoken = speakNatively(call, speaking("chat"), context, 4_096);
  expect(spoken.request.max_tokens).toBe(4_096);
  expect(spoken.context.native).toBeUndefined();
  expect(spoken.losses).toEqual([
    "top_k was left out.",
    "The output was bounded to 4096 tokens, the most small gives.",
  ]);
});

it("refuses what would mean something else in translation, and only then", () => {
  const refusal = new AppError("untranslatable", "No web search there.");
  expect(() => speakNatively({ ...call, refusal }, speaking("chat"), context, null)).toThrow(refusal);
  expect(speakNatively({ ...call, refusal }, speaking("messages"), context, null).losses).toEqual([]);
});
