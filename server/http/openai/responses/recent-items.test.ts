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
});
