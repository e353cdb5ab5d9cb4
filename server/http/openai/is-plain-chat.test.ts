import { describe, expect, it } from "vitest";
import { chatRequest } from "@/server/gateway/spec/chat";
import { isPlainChat } from "./is-plain-chat";

const hello = { role: "user", content: "Hello" };
const asks = (fields: object) => ({ model: "m", messages: [hello], ...fields });

/** Each is right for some field and wrong for others. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  "text",
  "",
  "x".repeat(301),
  0,
  1,
  1.5,
  -1,
  3,
  [],
  ["a"],
  [1],
  {},
  { type: "function" },
  { include_usage: true },
  { include_usage: 1 },
  [{ type: "function", function: { name: "f" } }],
  [hello],
  [hello, { role: "robot", content: "Hello" }],
  [{ role: "assistant", content: null, tool_calls: [{ id: "1", function: { name: "f", arguments: "{}" } }] }],
  [{ role: "assistant", content: "Hello", tool_calls: [{ id: 1 }] }],
  [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  [{ role: "user", content: [{ text: "Hello" }] }],
  [{ role: "user", content: "Hello", name: 1 }],
  [{ content: "Hello" }],
  [{ role: "user" }],
  [null],
  ["Hello"],
];

describe("a plain chat", () => {
  it.each([
    asks({}),
    asks({ stream: true, temperature: 0.5, max_tokens: 100, user: "u", seed: 1, metadata: { a: [1] } }),
    asks({ messages: [{ role: "system", content: "" }, hello, { role: "assistant", content: "Hello!" }, hello] }),
  ])("is known as one: %j", (body) => {
    expect(isPlainChat(body)).toBe(true);
  });

  it.each([...Object.keys(chatRequest.shape), "unknown"])(
    "is nothing that the schema would refuse or change: %s",
    (name) => {
      for (const value of VALUES) {
        const body = asks({ [name]: value });
        const parsed = chatRequest.safeParse(body);
        if (isPlainChat(body)) expect([value, parsed.data]).toEqual([value, body]);
      }
    },
  );

  it.each([undefined, null, "text", 1, [], {}, { model: "m" }, { messages: [hello] }])("is not %j", (body) => {
    expect(isPlainChat(body)).toBe(false);
  });

  it.each([
    '{"model":"m","messages":[{"role":"user","content":"Hello"}],"__proto__":{"a":1}}',
    '{"model":"m","messages":[{"role":"user","content":"Hello","__proto__":{"a":1}}]}',
  ])("has nothing that a copy would leave out: %s", (text) => {
    expect(isPlainChat(JSON.parse(text))).toBe(false);
  });
});
