import { describe, expect, it } from "vitest";
import { redact } from "./redact";

/** Built from pieces, so that no scanner mistakes this file for a leak. */
const tail = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d";
const SECRETS: Record<string, string> = {
  OpenAI: `sk-${tail}`,
  "OpenAI project": `sk-proj-${tail}_${tail}`,
  Anthropic: `sk-ant-api03-${tail}-AA`,
  OpenRouter: `sk-or-v1-${tail}`,
  Sluice: `sk-sluice-Ab3Cd5Ef7Gh9-${tail}`,
  Google: `AIza${tail.slice(0, 35)}`,
  "AWS access key id": `AKIA${"IOSFODNN7EXAMPLE"}`,
  xAI: `xai-${tail}`,
  Groq: `gsk_${tail}`,
  Jina: `jina_${tail}`,
  "Hugging Face": `hf_${tail}`,
  JWT: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${tail}`,
  "unprefixed alphanumeric": tail.slice(0, 32),
  "64 hexadecimal digits": "0123456789abcdef".repeat(4),
  base64: `${tail}+/${tail}==`,
};

describe("redact", () => {
  it.each(Object.entries(SECRETS))("removes a key of shape %s wherever it stands", (_name, secret) => {
    for (const text of [
      secret,
      `Incorrect API key provided: ${secret}.`,
      `"${secret}"`,
      `{"error":{"message":"bad key ${secret}"}}`,
      `(${secret})`,
      `x=${secret}&y=1`,
    ]) {
      const scrubbed = redact(text);
      expect(scrubbed).not.toContain(secret);
      expect(scrubbed).not.toContain(secret.slice(4, -4));
      expect(scrubbed).toContain("[redacted]");
    }
  });

  it("removes what follows Bearer and Basic, and keeps the word", () => {
    expect(redact("authorization: Bearer abc.def")).toBe("authorization: Bearer [redacted]");
    expect(redact("sent Basic dXNlcjpwYXNz, refused")).toBe("sent Basic [redacted], refused");
  });

  it("removes a password in a URL and keeps the host", () => {
    expect(redact("connect https://user:hunter22@example.test/v1 failed")).toBe(
      "connect https://[redacted]@example.test/v1 failed",
    );
  });

  it.each([
    "api_key=hunter22",
    "x-api-key: hunter22",
    '"apiKey":"hunter22"',
    "https://h.test/m?key=hunter22",
    "password = hunter22",
  ])("removes the value of %s", (text) => {
    expect(redact(text)).not.toContain("hunter22");
  });

  it("removes a key the vendor quoted half masked", () => {
    expect(redact("Incorrect API key provided: sk-abcd**********wxyz. See")).not.toMatch(/abcd|wxyz/);
  });

  it("removes a private key, also one cut off", () => {
    const begin = `-----BEGIN PRIVATE ${"KEY"}-----`;
    expect(redact(`${begin}\nMIIE\nabc`)).toBe("[redacted]");
  });

  it.each([
    "The model gpt-4o-mini does not exist or you do not have access to it.",
    "This risk-adjusted task-oriented request needs max_tokens <= 4096",
    "request id req_0123456789abcdef0123456789abcdef",
    "attempt 0b5f2c52-1f4e-4a0e-9d5a-2f8f4f1c9a77 took 12 ms",
    "Rate limit reached for tokens: 30000 per minute",
  ])("leaves ordinary text alone: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("changes nothing the second time", () => {
    const once = redact(
      Object.values(SECRETS)
        .map((secret) => `Bearer ${secret} key: ${secret}`)
        .join("\n"),
    );
    expect(redact(once)).toBe(once);
  });

  it("stays fast on hostile input", () => {
    const started = performance.now();
    for (const piece of ["sk-", "a", "eyJ", "://", "Bearer ", "key=", "A1+/", "-----BEGIN PRIVATE KEY-----"])
      redact(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
