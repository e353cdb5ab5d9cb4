import { describe, expect, it } from "vitest";
import { readCursor, writeCursor } from "./request-cursor";

describe("a cursor of the request list", () => {
  it("comes back as it was written", () => {
    const position = { requestedAt: new Date("2026-11-20T10:11:12.345Z"), id: "0b9f0d0e-7a5f-4f43-9f0e-1c6f3a0c9d11" };
    expect(readCursor(writeCursor(position))).toEqual(position);
  });

  it.each(["", "x", "W10", Buffer.from('["now","1"]').toString("base64url")])("is refused when it is %j", (cursor) => {
    expect(() => readCursor(cursor)).toThrowError(expect.objectContaining({ code: "invalid_request" }));
  });
});
