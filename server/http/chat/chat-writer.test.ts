import { describe, expect, it } from "vitest";
import { sseFrame } from "./chat-writer";

describe("a server-sent event", () => {
  it.each([
    ["", '{"a":1}', 'data: {"a":1}\n\n'],
    ["message_stop", '{"a":1}', 'event: message_stop\ndata: {"a":1}\n\n'],
    ["message_stop", '{\n  "a": 1\n}', 'event: message_stop\ndata: {\ndata:   "a": 1\ndata: }\n\n'],
    ["", "one\n\nevent: forged\n", "data: one\ndata: \ndata: event: forged\ndata: \n\n"],
  ])("of the name %j holds all of %j, and no other event", (event, data, expected) => {
    expect(sseFrame(event, data)).toBe(expected);
  });
});
