import { describe, expect, it } from "vitest";
import { placeThinking } from "./thinking-blocks";

const FORMAT = "anthropic-claude-v1";
const thought = (text: string, index?: number) => ({
  type: "reasoning.text",
  text,
  signature: "s",
  format: FORMAT,
  index,
});

function place(details: unknown[], ...others: string[]): string[] {
  const message = { role: "assistant" as const, reasoning_details: details };
  return placeThinking(message, others, (block) => (block.type === "thinking" ? block.thinking : block.data));
}

describe("a turn's own thinking", () => {
  it("goes back where it stood", () => {
    expect(place([thought("a", 0), thought("b", 2)], "tool 1", "tool 2")).toEqual(["a", "tool 1", "b", "tool 2"]);
    const hidden = { type: "reasoning.encrypted", data: "c", format: FORMAT, index: 1 };
    expect(place([thought("a", 0), hidden], "text", "tool")).toEqual(["a", "c", "text", "tool"]);
  });

  it("comes first where its place is not known, no longer fits, or would be the last", () => {
    expect(place([thought("a"), thought("b")], "text", "tool")).toEqual(["a", "b", "text", "tool"]);
    expect(place([thought("a", 0), thought("b", 7)], "text", "tool")).toEqual(["a", "b", "text", "tool"]);
    expect(place([thought("a", 1), thought("b", 1)], "text", "tool")).toEqual(["a", "b", "text", "tool"]);
    expect(place([thought("a", 0), thought("b", 2)], "text")).toEqual(["a", "b", "text"]);
  });

  it("goes where the turn holds nothing else", () => {
    expect(place([thought("a", 0)])).toEqual([]);
  });

  it("is nothing that another model thought, or that lost its proof", () => {
    const details = [
      { type: "reasoning.text", text: "a", format: FORMAT },
      { type: "reasoning.encrypted", format: FORMAT },
      { type: "reasoning.summary", summary: "b", signature: "s", format: FORMAT },
      { ...thought("c", 0), format: "google-gemini-v1" },
      "d",
    ];
    expect(place(details, "text")).toEqual(["text"]);
  });
});
