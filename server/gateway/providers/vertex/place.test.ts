import { describe, expect, it } from "vitest";
import { Secret } from "@/server/gateway/spec/secret";
import { VERTEX_BASE_URL, vertexBaseUrl, vertexPlace } from "./place";

const credentials = (settings: Record<string, string>, baseUrl = VERTEX_BASE_URL) => ({
  apiKey: new Secret("plain-key-0123456789"),
  baseUrl,
  secrets: {},
  settings,
});

describe("the host", () => {
  it.each([
    [{}, "https://aiplatform.googleapis.com/v1"],
    [{ location: "" }, "https://aiplatform.googleapis.com/v1"],
    [{ location: "global" }, "https://aiplatform.googleapis.com/v1"],
    [{ location: "us-central1" }, "https://us-central1-aiplatform.googleapis.com/v1"],
    [{ location: "eu" }, "https://aiplatform.eu.rep.googleapis.com/v1"],
  ])("of %j is %s", (settings, host) => {
    expect(vertexBaseUrl(credentials(settings))).toBe(host);
  });

  it("is the tenant's own where it gave one", () => {
    expect(vertexBaseUrl(credentials({ location: "us-central1" }, "https://vertex.internal/v1"))).toBe(
      "https://vertex.internal/v1",
    );
  });

  it.each(["evil.example/", "a@b", "US-CENTRAL1", "..", "x".repeat(41)])("is never made of %s", (location) => {
    expect(() => vertexBaseUrl(credentials({ location }))).toThrow(
      expect.objectContaining({ code: "invalid_request", details: { param: "location" } }),
    );
  });
});

describe("the path", () => {
  const path = (modelId: string, settings: Record<string, string> = { project: "p", location: "l" }) =>
    vertexPlace({ credentials: credentials(settings), modelId }, "m").path;

  it.each([
    ["gemini-2.5-pro", "/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:m"],
    ["publishers/google/models/gemini-2.5-pro", "/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:m"],
    ["google/gemini-2.5-pro", "/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:m"],
    ["claude-opus-4-5@20251101", "/projects/p/locations/l/publishers/anthropic/models/claude-opus-4-5%4020251101:m"],
    ["anthropic/claude-opus-5", "/projects/p/locations/l/publishers/anthropic/models/claude-opus-5:m"],
    ["../../secrets", "/projects/p/locations/l/publishers/google/models/..%2F..%2Fsecrets:m"],
  ])("of %s is %s", (modelId, expected) => {
    expect(path(modelId)).toBe(expected);
  });

  it("holds no project that could lead elsewhere", () => {
    expect(() => path("gemini-2.5-pro", { project: "p/locations/x" })).toThrow(
      expect.objectContaining({ code: "invalid_request", details: { param: "project" } }),
    );
  });
});
