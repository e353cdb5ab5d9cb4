import { describe, expect, it } from "vitest";
import { joinRankFields } from "./join-rank-fields";

const films = [
  { title: "Alien", year: 1979, text: "In space" },
  { year: 1982, text: "Tears in rain" },
];

describe("rank_fields", () => {
  it("make a text of the fields named, in the order named, and leave plain texts alone", () => {
    expect(joinRankFields([...films, "a plain text"], ["year", "title"])).toEqual([
      { text: "year: 1979\ntitle: Alien" },
      { text: "1982" },
      "a plain text",
    ]);
  });

  it("refuse a document that has none of them, by its place", () => {
    expect(() => joinRankFields(films, ["title"])).toThrow(/Document 1 has none/);
  });
});
