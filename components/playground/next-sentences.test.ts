import { describe, expect, it } from "vitest";
import { nextSentences } from "./next-sentences";

describe("nextSentences", () => {
  it("holds an unfinished sentence back", () => {
    expect(nextSentences("One. Two is no", 0, false)).toEqual({ sentences: "One.", announcedLength: 4 });
    expect(nextSentences("Pi is 3.14", 0, false)).toEqual({ sentences: "", announcedLength: 0 });
  });

  it("says each sentence once", () => {
    expect(nextSentences("One. Two! Three", 4, false)).toEqual({ sentences: "Two!", announcedLength: 9 });
    expect(nextSentences("One. Two! Three", 9, false)).toEqual({ sentences: "", announcedLength: 9 });
  });

  it("knows where a Chinese sentence ends", () => {
    expect(nextSentences("你好。今天", 0, false)).toEqual({ sentences: "你好。", announcedLength: 3 });
  });

  it("gives the rest once the text is complete", () => {
    expect(nextSentences("One. Two", 4, true)).toEqual({ sentences: "Two", announcedLength: 8 });
  });
});
