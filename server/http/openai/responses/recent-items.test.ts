import { describe, expect, it } from "vitest";
import type { OutputItem } from "./output-items";
import { RecentItems } from "./recent-items";

const call: OutputItem = { type: "function_call", id: "fc_1", call_id: "call_1", name: "f", arguments: "{}" };
const output = { type: "function_call_output", call_id: "call_1", output: "18 °C" };
const requestOf = (...input: Record<string, unknown>[]) => ({ model: "m", input });
const reference = { type: "item_reference", id: "fc_1" };

describe("a reference to an item of an earlier answer", () => {
  it("becomes the item, and the rest of the request stays", () => {
    const items = new RecentItems();
    items.keep("tenant-1", [call]);
    expect(items.resolve("tenant-1", requestOf(reference, output))).toEqual(requestOf({ ...call }, output));
  });

  it("stays as it is for an item that another tenant got, or nobody", () => {
    const items = new RecentItems();
    items.keep("tenant-1", [call]);
    const unknown = requestOf(reference, { type: "item_reference", id: "msg_2" }, output);
    expect(items.resolve("tenant-2", unknown)).toEqual(unknown);
  });

  it("leaves a request without any untouched", () => {
    const request = requestOf(output);
    expect(new RecentItems().resolve("tenant-1", request)).toBe(request);
  });

  it("can't be repeated until it fills the memory", () => {
    const items = new RecentItems();
    items.keep("tenant-1", [{ ...call, arguments: "x".repeat(900_000) }]);
    const manyTimes = requestOf(...Array.from({ length: 100_000 }, () => reference));
    expect(() => items.resolve("tenant-1", manyTimes)).toThrow(
      expect.objectContaining({ code: "request_too_large", details: { param: "input" } }),
    );
  });
});

describe("what is kept", () => {
  it("leaves out an item that is too large for one", () => {
    const items = new RecentItems();
    items.keep("tenant-1", [{ ...call, arguments: "x".repeat(1_100_000) }]);
    expect(items.resolve("tenant-1", requestOf(reference))).toEqual(requestOf(reference));
  });

  it("stays within its bound: the oldest items go first", () => {
    const items = new RecentItems();
    for (let at = 0; at < 50; at++)
      items.keep("tenant-1", [{ ...call, id: `fc_${at}`, arguments: "x".repeat(900_000) }]);
    const found = (at: number) => {
      const wanted = requestOf({ type: "item_reference", id: `fc_${at}` });
      return (
        items.resolve("tenant-1", wanted).input !== wanted.input &&
        JSON.stringify(items.resolve("tenant-1", wanted)).length > 900_000
      );
    };
    expect([found(0), found(49)]).toEqual([false, true]);
  });
});
