import { describe, expect, it } from "vitest";
import { splitFences } from "./split-fences";

describe("splitFences", () => {
  it("leaves an answer without fences as one text, markup and all", () => {
    expect(splitFences("a <b>\n\n**c**")).toEqual([{ kind: "text", text: "a <b>\n\n**c**" }]);
  });

  it("cuts text, code and text apart and keeps the code's blank lines", () => {
    expect(splitFences("before\n```ts\nlet a;\n\nlet b;\n```\nafter")).toEqual([
      { kind: "text", text: "before" },
      { kind: "code", text: "let a;\n\nlet b;", language: "ts", isClosed: true },
      { kind: "text", text: "after" },
    ]);
  });

  it("shows a fence that is still open as code up to the end", () => {
    expect(splitFences("```py\nprint(1)")).toEqual([
      { kind: "code", text: "print(1)", language: "py", isClosed: false },
    ]);
  });

  it("does not end a long fence at a shorter one inside it", () => {
    expect(splitFences("````md\n```\ninner\n```\n````")).toEqual([
      { kind: "code", text: "```\ninner\n```", language: "md", isClosed: true },
    ]);
  });
});
