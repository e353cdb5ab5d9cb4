import { expect, it } from "vitest";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { answerKeyOf, cacheSubjectOf, type KeyedCall } from "./cache-key";

const request: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }], temperature: 0 };
const base: KeyedCall = { tenantId: "a", apiKeyId: null, call: { request }, settings: {} };
const hashOf = (over: Partial<KeyedCall>) => cacheSubjectOf({ ...base, ...over }).requestHash;
const asked = (over: Partial<ChatRequest>) => hashOf({ call: { request: { ...request, ...over } } });

it("is the same for the same request, whatever the order of its fields and the way it travels", () => {
  const { temperature, messages, model } = request;
  expect(hashOf({ call: { request: { temperature, messages, model } } })).toBe(hashOf({}));
  expect(asked({ stream: true, stream_options: { include_usage: true }, user: "u-1" })).toBe(hashOf({}));
});

it.each<[string, Partial<KeyedCall>]>([
  ["another tenant", { tenantId: "b" }],
  ["another key, where keys are kept apart", { apiKeyId: "key-1" }],
  ["other settings filled in", { settings: { temperature: 0.2 } }],
  ["another temperature", { call: { request: { ...request, temperature: 1 } } }],
  ["another prompt", { call: { request: { ...request, messages: [{ role: "user", content: "Hi!" }] } } }],
  ["a field Sluice does not know", { call: { request: { ...request, top_k: 5 } } }],
  ["another dialect", { call: { request, native: { dialect: "chat", body: request, text: "", headers: {} } } }],
])("is another for %s", (_, over) => {
  expect(hashOf(over)).not.toBe(hashOf({}));
});

it("is another for every provider config and model", () => {
  const hash = hashOf({});
  const keys = [answerKeyOf(hash, "c1", "m"), answerKeyOf(hash, "c2", "m"), answerKeyOf(hash, "c1", "n")];
  expect(new Set(keys).size).toBe(3);
});

it("tells a question from its frame, so that the same may be asked in other words", () => {
  const other = cacheSubjectOf({
    ...base,
    call: { request: { ...request, messages: [{ role: "user", content: "Hello" }] } },
  });
  const same = cacheSubjectOf(base);
  expect(other.frameHash).toBe(same.frameHash);
  expect([same.question, other.question]).toEqual(["Hi", "Hello"]);
  expect(other.requestHash).not.toBe(same.requestHash);
});
