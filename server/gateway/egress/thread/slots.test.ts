import { describe, expect, it } from "vitest";
import { Slots } from "./slots";

describe("slots", () => {
  it("gives a value back once, and its slot to the next", () => {
    const slots = new Slots<string>();
    const first = slots.put("a");
    const second = slots.put("b");
    expect(second).not.toBe(first);
    expect(slots.take(first)).toBe("a");
    expect(slots.take(first)).toBeUndefined();
    expect(slots.put("c")).toBe(first);
    expect(slots.take(second)).toBe("b");
    expect(slots.take(first)).toBe("c");
    expect(slots.size).toBe(0);
  });

  it("knows nothing of a slot that never was", () => {
    const slots = new Slots<string>();
    expect(slots.take(3)).toBeUndefined();
    expect(slots.size).toBe(0);
    expect(slots.put("a")).toBe(0);
  });

  it("takes all that is left, and each slot is free once only", () => {
    const slots = new Slots<string>();
    slots.put("a");
    slots.take(slots.put("b"));
    slots.put("c");
    expect(slots.takeAll().sort()).toEqual(["a", "c"]);
    expect(slots.size).toBe(0);
    expect(new Set([slots.put("d"), slots.put("e"), slots.put("f")]).size).toBe(3);
  });
});
