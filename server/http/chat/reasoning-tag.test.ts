import { describe, expect, it } from "vitest";
import { REASONING_FORMATS, type ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { tagReasoning, untagReasoning } from "./reasoning-tag";

describe("a tagged proof", () => {
  it.each(REASONING_FORMATS)("comes back as %s gave it", (format) => {
    const details: ReasoningDetail[] = [
      { type: "reasoning.encrypted", format, data: "gAAAA+/=é", id: "rs_1" },
      { type: "reasoning.encrypted", format, data: "" },
      { type: "reasoning.text", format, signature: "EqQBCg==" },
      { type: "reasoning.text", format },
    ];
    for (const detail of details) expect(untagReasoning(tagReasoning(detail))).toEqual(detail);
  });

  it("leaves the text of the thinking to the block that holds it", () => {
    const tag = tagReasoning({ type: "reasoning.text", format: "unknown", text: "a secret plan", signature: "s" });
    expect(Buffer.from(tag.split(".")[2] ?? "", "base64url").toString()).not.toContain("plan");
  });

  it("holds nothing but a proof, whatever a client forged into one", () => {
    const forge = (value: unknown) =>
      `sluice.google-gemini-v1.${Buffer.from(JSON.stringify(value)).toString("base64url")}`;
    const forged = {
      data: "d",
      format: "anthropic-claude-v1",
      text: "t",
      type: "reasoning.text",
      url: "http://x",
      headers: {},
    };
    expect(untagReasoning(forge(forged))).toEqual({
      type: "reasoning.encrypted",
      format: "google-gemini-v1",
      data: "d",
    });
    for (const value of [{ data: { a: 1 } }, { signature: [] }, { id: 5 }, [], "x", null])
      expect(untagReasoning(forge(value))).toBeUndefined();
    const deep = `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    expect(untagReasoning(`sluice.unknown.${Buffer.from(deep).toString("base64url")}`)).toBeUndefined();
    const large = forge({ data: "x".repeat(10_000_000) });
    expect(untagReasoning(large)?.data).toHaveLength(10_000_000);
  });

  it.each([
    "",
    "EqQBCkgIARABGAIiQL8mDUHQk",
    "sluice.nobody.e30",
    "sluice.unknown.",
    "sluice.unknown.AAAA",
    "sluice.unknown.MQ",
  ])("is not seen in %j", (text) => {
    expect(untagReasoning(text)).toBeUndefined();
  });
});
