import { describe, expect, it } from "vitest";
import { fingerprintRequest } from "./fingerprint-request";

const form = (mark: string, text: string) =>
  fingerprintRequest(
    "POST",
    "/v1/audio/transcriptions",
    `multipart/form-data; boundary=${mark}`,
    Buffer.from(`--${mark}\r\ncontent-disposition: form-data; name="model"\r\n\r\n${text}\r\n--${mark}--\r\n`),
  );
const json = (target: string, body: string) =>
  fingerprintRequest("POST", target, "application/json", Buffer.from(body));

describe("fingerprintRequest", () => {
  it("tells bodies and addresses apart", () => {
    expect(json("/v1/completions", "{}")).toBe(json("/v1/completions", "{}"));
    expect(json("/v1/completions", "{}")).not.toBe(json("/v1/completions", "{ }"));
    expect(json("/v1/completions", "{}")).not.toBe(json("/v1/messages", "{}"));
  });

  it("takes a form that is sent again under another boundary for the same, and one with other contents not", () => {
    expect(form("----a1", "whisper-1")).toBe(form("----b22", "whisper-1"));
    expect(form("----a1", "whisper-1")).not.toBe(form("----a1", "whisper-2"));
  });
});
