import { expect, it } from "vitest";
import { SteadyMap } from "./steady-map";

it("holds what was set and nothing else, whatever is reserved inside", () => {
  const map = new SteadyMap<number>();
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  map.delete("b");
  map.delete("never there");
  expect([map.size, map.get("a"), map.get("b"), [...map.values()]]).toEqual([1, 3, undefined, [3]]);
});
