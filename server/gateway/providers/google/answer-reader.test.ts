import { describe, expect, it } from "vitest";
import { GeminiAnswerReader } from "./answer-reader";

const read = (...answers: Record<string, unknown>[]) => {
  const reader = new GeminiAnswerReader();
  return answers.map((answer) => reader.read(answer));
};
const ending = (finishReason: string, parts: object[] = []) => ({ candidates: [{ content: { parts }, finishReason }] });

describe("how an answer ends", () => {
  it.each([
    ["STOP", "stop"],
    ["OTHER", "stop"],
    ["MAX_TOKENS", "length"],
    ["SAFETY", "content_filter"],
    ["RECITATION", "content_filter"],
    ["PROHIBITED_CONTENT", "content_filter"],
    ["BLOCKLIST", "content_filter"],
    ["SPII", "content_filter"],
    ["IMAGE_SAFETY", "content_filter"],
  ])("%s is %s", (reason, expected) => {
    expect(read(ending(reason))[0]?.finishReason).toBe(expected);
  });

  it("with calls in an earlier chunk counts as calls", () => {
    const [, last] = read(
      { candidates: [{ content: { parts: [{ functionCall: { name: "f", args: {} } }] } }] },
      ending("STOP", [{ text: "" }]),
    );
    expect(last?.finishReason).toBe("tool_calls");
  });

  it("by a call that can't be used is a failure, unless something came before it", () => {
    expect(() => read(ending("MALFORMED_FUNCTION_CALL"))).toThrow(
      expect.objectContaining({ code: "provider_bad_response" }),
    );
    expect(read(ending("MALFORMED_FUNCTION_CALL", [{ text: "Well" }]))[0]).toMatchObject({
      text: "Well",
      finishReason: "stop",
    });
  });

  it("before it began, where the prompt is blocked, is a filtered prompt", () => {
    expect(() => read({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } })).toThrow(
      expect.objectContaining({ code: "content_filtered", message: expect.stringContaining("PROHIBITED_CONTENT") }),
    );
  });
});

describe("thoughts", () => {
  it("of one block keep its index over chunks; a proof, and thoughts after it, begin a new one", () => {
    const thought = (text: string) => ({ candidates: [{ content: { parts: [{ text, thought: true }] } }] });
    const call = { functionCall: { id: "c", name: "f", args: {} }, thoughtSignature: "cw==" };
    const details = read(
      thought("a"),
      thought("b"),
      { candidates: [{ content: { parts: [call] } }] },
      thought("d"),
    ).map((event) => event.reasoningDetails?.map(({ type, index, id }) => [type, index, id]));
    expect(details).toEqual([
      [["reasoning.text", 0, undefined]],
      [["reasoning.text", 0, undefined]],
      [["reasoning.encrypted", 1, "c"]],
      [["reasoning.text", 2, undefined]],
    ]);
  });
});

describe("ids of calls that come without one", () => {
  it("are the same for the same answer, differ between calls, and hold nothing that other vendors refuse", () => {
    const parts = [{ functionCall: { name: "f", args: {} } }, { functionCall: { name: "f", args: {} } }];
    const answer = { responseId: "a/b+c=", candidates: [{ content: { parts } }] };
    const ids = () => read(answer)[0]?.toolCalls?.map(({ id }) => id);
    expect(ids()).toEqual(["call_a_b_c__0", "call_a_b_c__1"]);
    const unnamed = read({ candidates: [{ content: { parts } }] })[0]?.toolCalls?.map(({ id }) => id);
    expect(unnamed?.[0]).toMatch(/^call_[0-9a-f]{24}_0$/);
    expect(unnamed?.[1]).not.toBe(unnamed?.[0]);
  });
});
