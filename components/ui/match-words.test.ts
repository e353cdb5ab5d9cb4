import { expect, it } from "vitest";
import { matchWords } from "./match-words";

it("finds what holds every word, in any order and text", () => {
  expect(matchWords("openai/gpt-4o-mini", "mini gpt", ["GPT-4o mini", "OpenAI"])).toBeGreaterThan(0);
  expect(matchWords("page:keys", "密钥", ["API 密钥"])).toBeGreaterThan(0);
});

it("does not find letters that merely follow one another somewhere", () => {
  expect(matchWords("Africa/Johannesburg", "shang")).toBe(0);
});

it("puts beginnings before middles", () => {
  const ranks = ["Shanghai", "Asia/Shanghai", "Ashanghai"].map((value) => matchWords(value, "shang"));
  expect(ranks).toEqual([1, 0.8, 0.5]);
});
