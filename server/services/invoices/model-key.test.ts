import { expect, it } from "vitest";
import { modelKey } from "./model-key";

it.each([
  ["gpt-4o-2024-08-06", "gpt-4o"],
  ["claude-haiku-4-5-20251001", "Claude Haiku 4.5"],
  ["Claude 3.5 Sonnet 2024-10-22", "claude-3-5-sonnet-20241022"],
  ["anthropic/claude-sonnet-4.5", "claude-sonnet-4-5"],
  ["mistral-large-latest", "mistral-large"],
])("takes %s and %s for the same model", (one, other) => {
  expect(modelKey(one)).toBe(modelKey(other));
});

it.each([
  ["gpt-4o", "gpt-4o-mini"],
  ["claude-opus-4-1", "claude-opus-4-5"],
  ["o3", "o3-pro"],
])("tells %s and %s apart", (one, other) => {
  expect(modelKey(one)).not.toBe(modelKey(other));
});
