import { describe, expect, it } from "vitest";
import type { ChatCall } from "@/server/gateway/spec/chat";
import { createOrigins } from "./create-origins";
import { stateOfCall } from "./provider-state";

const neutral = { model: "m", messages: [{ role: "user" as const, content: "Hi" }] };

function responses(body: Record<string, unknown>): ChatCall {
  return { request: neutral, native: { dialect: "responses", body, text: "", headers: {} } };
}

describe("what a request hands back to the account that made it", () => {
  it("is nothing in an ordinary request", () => {
    expect(stateOfCall({ request: neutral })).toEqual([]);
    expect(stateOfCall(responses({ input: [{ role: "user", content: "Hi" }] }))).toEqual([]);
    expect(stateOfCall(responses({ input: "Hi", previous_response_id: null, conversation: null }))).toEqual([]);
  });

  it("is an answer, a conversation, an item that is referred to, and encrypted reasoning", () => {
    expect(stateOfCall(responses({ input: "Hi", previous_response_id: "resp_1" }))).toEqual(["resp_1"]);
    expect(stateOfCall(responses({ input: "Hi", conversation: "conv_1" }))).toEqual(["conv_1"]);
    expect(stateOfCall(responses({ input: "Hi", conversation: { id: "conv_2" } }))).toEqual(["conv_2"]);
    const input = [
      { type: "item_reference", id: "msg_1" },
      { type: "reasoning", id: "rs_1", encrypted_content: "gAAAA", summary: [] },
      { type: "reasoning", id: "rs_2", summary: [] },
      { type: "message", id: "msg_2", role: "assistant", content: [] },
    ];
    expect(stateOfCall(responses({ input }))).toEqual(["msg_1", "gAAAA", "rs_2"]);
  });

  it("is not what Sluice made itself, nor a signature that holds in every account", () => {
    const input = [
      { type: "reasoning", id: "rs_sluice_1", summary: [] },
      { type: "reasoning", id: "rs_sluice_2", encrypted_content: "sluice.anthropic-claude-v1.e30", summary: [] },
    ];
    expect(stateOfCall(responses({ input }))).toEqual([]);
    const details = [
      { type: "reasoning.text", format: "anthropic-claude-v1", signature: "sig" },
      { type: "reasoning.encrypted", format: "google-gemini-v1", data: "thought" },
      { type: "reasoning.encrypted", format: "openai-responses-v1", data: "gAAAA" },
    ];
    const message = { role: "assistant" as const, content: "Hello.", reasoning_details: details };
    expect(stateOfCall({ request: { model: "m", messages: [...neutral.messages, message] } })).toEqual(["gAAAA"]);
  });
});

describe("who made it", () => {
  it("is known per tenant, also of thinking too long to be kept", () => {
    const origins = createOrigins();
    const proof = "g".repeat(50_000);
    origins.keep("tenant-1", "config-1", ["resp_1", proof]);
    origins.keep("tenant-1", "config-2", ["resp_2"]);
    expect([...origins.find("tenant-1", ["resp_1", proof, "resp_unknown"])]).toEqual(["config-1"]);
    expect([...origins.find("tenant-1", ["resp_1", "resp_2"])]).toEqual(["config-1", "config-2"]);
    expect([...origins.find("tenant-1", [`${proof}g`])]).toEqual([]);
    expect([...origins.find("tenant-2", ["resp_1", proof])]).toEqual([]);
  });
});
