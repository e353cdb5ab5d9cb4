import { describe, expect, it } from "vitest";
import { type RequestsSearch, toRequestFilters } from "./requests-search";

const NOW = new Date("2026-11-20T21:30:00Z");
const NONE: RequestsSearch = {
  range: "all",
  from: null,
  to: null,
  status: null,
  modelType: null,
  model: null,
  provider: null,
  apiKeyId: null,
  userId: null,
  taskType: null,
  processorId: null,
  source: null,
  search: null,
  request: null,
};

describe("toRequestFilters", () => {
  it("asks for everything when the address is bare, whichever request is open", () => {
    expect(toRequestFilters({ ...NONE, request: "1", search: "  " }, NOW, "UTC")).toEqual({});
  });

  it("leaves the end of a running range open, so that new requests show", () => {
    expect(toRequestFilters({ ...NONE, range: "7d" }, NOW, "UTC")).toEqual({ from: new Date("2026-11-14T00:00:00Z") });
  });

  it("takes the instants of a link as they are", () => {
    const from = new Date("2026-11-01T00:00:00Z");
    const to = new Date("2026-11-02T00:00:00Z");
    expect(toRequestFilters({ ...NONE, from, to, status: "error" }, NOW, "UTC")).toEqual({ from, to, status: "error" });
  });
});
