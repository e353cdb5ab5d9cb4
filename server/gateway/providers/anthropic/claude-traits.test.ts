import { describe, expect, it } from "vitest";
import { readClaudeTraits } from "./claude-traits";

describe("what a Claude model takes", () => {
  it.each([
    ["claude-3-haiku-20240307", "none", "omit", "all"],
    ["claude-3-7-sonnet-20250219", "budget", "omit", "all"],
    ["claude-sonnet-4-20250514", "budget", "omit", "all"],
    ["claude-opus-4-1", "budget", "omit", "one"],
    ["claude-sonnet-4-5-20250929", "budget", "omit", "one"],
    ["anthropic.claude-haiku-4-5-20251001-v1:0", "budget", "omit", "one"],
    ["us.anthropic.claude-opus-4-6-v1", "either", "omit", "one"],
    ["claude-opus-4-7", "adaptive", "omit", "none"],
    ["claude-opus-5@20260724", "adaptive", "disabled", "none"],
    ["claude-sonnet-5", "adaptive", "disabled", "none"],
    ["claude-fable-5", "adaptive", "never", "none"],
    ["claude-mythos-preview", "adaptive", "never", "none"],
    ["claude-opus-5-5", "adaptive", "never", "none"],
    ["claude-sonnet-5-5", "adaptive", "between_tools", "none"],
    ["claude-haiku-5-5", "adaptive", "disabled", "none"],
    ["MiniMax-M2", "budget", "omit", "all"],
  ])(
    "%s thinks by %s, is kept from it by %s, takes %s of the sampling fields",
    (id, thinking, withoutThinking, sampling) => {
      expect(readClaudeTraits(id)).toMatchObject({ thinking, withoutThinking, sampling });
    },
  );

  it("knows the levels of effort, which models can be forced to a tool, and which a schema binds", () => {
    expect(readClaudeTraits("claude-sonnet-4-0").isStructured).toBe(false);
    expect(readClaudeTraits("claude-opus-4-1").isStructured).toBe(true);
    expect(readClaudeTraits("MiniMax-M2").isStructured).toBe(true);
    expect(readClaudeTraits("claude-sonnet-4-5").efforts).toEqual([]);
    expect(readClaudeTraits("claude-opus-4-5").efforts).toEqual(["low", "medium", "high"]);
    expect(readClaudeTraits("claude-sonnet-4-6").efforts).toEqual(["low", "medium", "high", "max"]);
    expect(readClaudeTraits("claude-opus-4-8").efforts).toEqual(["low", "medium", "high", "xhigh", "max"]);
    expect(readClaudeTraits("claude-opus-5").isToolForced).toBe(true);
    expect(readClaudeTraits("claude-fable-5-1").isToolForced).toBe(false);
  });
});
