import { describe, expect, it } from "vitest";
import { SseDecoder } from "@/server/gateway/streaming/sse-decoder";
import { sseFrame } from "./chat-writer";

describe("a server-sent event", () => {
  it.each([
    ["", '{"a":1}'],
    ["message_stop", '{"a":1}'],
    ["message_stop", '{\n  "a": 1\n}'],
    ["", "one\n\nevent: forged\ndata: three"],
  ])("of the name %j reads back as it was given: %j", (event, data) => {
    const decoder = new SseDecoder();
    expect([...decoder.push(Buffer.from(sseFrame(event, data))), ...decoder.end()]).toEqual([{ event, data }]);
  });
});
