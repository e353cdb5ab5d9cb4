import { expect, it } from "vitest";
import { formatContextSize } from "./context-size";

it.each([
  [131_072, "128K"],
  [128_000, "128K"],
  [1_048_576, "1M"],
  [1_000_000, "1M"],
  [2_097_152, "2M"],
  [1_047_576, "1M"],
  [400_000, "400K"],
  [8_192, "8K"],
  [16_385, "16.4K"],
  [1_024, "1K"],
  [512, "512"],
])("writes a context window of %i tokens as %s", (tokens, text) => expect(formatContextSize(tokens)).toBe(text));
