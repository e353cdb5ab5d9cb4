import { describe, expect, it } from "vitest";
import { API_KEY_PATTERN } from "@/lib/contracts/api-key";
import { Secret } from "@/server/gateway/spec/secret";
import {
  deriveApiKeyPepper,
  hashApiKeySecret,
  hintOfApiKey,
  mintApiKey,
  parseApiKey,
  verifyApiKeySecret,
} from "./api-keys";

const pepper = deriveApiKeyPepper(new Secret("an installation's own session secret"));

describe("API keys", () => {
  it("are minted in the documented form, never twice, and print nothing", () => {
    const keys = Array.from({ length: 500 }, mintApiKey);
    for (const { key, publicId, secret } of keys) {
      expect(key.reveal()).toMatch(API_KEY_PATTERN);
      expect(parseApiKey(key.reveal())).toEqual({ publicId, secret });
      expect(`${key} ${JSON.stringify({ key })}`).not.toContain(secret);
    }
    expect(new Set(keys.map(({ secret }) => secret)).size).toBe(500);
    expect(new Set(keys.map(({ publicId }) => publicId)).size).toBe(500);
  });

  it("use every character equally often", () => {
    const counts = new Map<string, number>();
    const drawn = Array.from({ length: 2_000 }, () => mintApiKey().secret).join("");
    for (const character of drawn) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    const expected = drawn.length / 62;
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 61 degrees of freedom: fair draws exceed 133 once in ten million runs; bytes modulo 62 give over 1,000.
    expect(chiSquared).toBeLessThan(133);
  });

  it.each([
    "",
    "sk-sluice-",
    "sk-sluice-short-secret",
    `sk-sluice-${"a".repeat(12)}-${"b".repeat(42)}`,
    `sk-sluice-${"a".repeat(12)}-${"b".repeat(44)}`,
    `sk-sluice-${"a".repeat(12)}-${"b".repeat(43)}\n`,
    ` sk-sluice-${"a".repeat(12)}-${"b".repeat(43)}`,
    `sk-sluice-${"a".repeat(11)}_-${"b".repeat(43)}`,
    `SK-SLUICE-${"a".repeat(12)}-${"b".repeat(43)}`,
  ])("refuse the malformed %j", (text) => {
    expect(parseApiKey(text)).toBeNull();
  });

  it("are known by an HMAC that can't stand in for the secret", () => {
    const { secret } = mintApiKey();
    const stored = hashApiKeySecret(pepper, secret);
    expect(stored).toMatch(/^[0-9a-f]{64}$/);
    expect(verifyApiKeySecret(pepper, secret, stored)).toBe(true);
    expect(verifyApiKeySecret(pepper, stored, stored)).toBe(false);
    expect(verifyApiKeySecret(pepper, `${secret.slice(0, -1)}${secret.endsWith("a") ? "b" : "a"}`, stored)).toBe(false);
    expect(verifyApiKeySecret(pepper, secret, "")).toBe(false);
    expect(verifyApiKeySecret(deriveApiKeyPepper(new Secret("another session secret")), secret, stored)).toBe(false);
  });

  it("have a pepper that is fixed by the session secret and is not the session secret", () => {
    expect(deriveApiKeyPepper(new Secret("one"))).toEqual(deriveApiKeyPepper(new Secret("one")));
    expect(deriveApiKeyPepper(new Secret("one"))).toHaveLength(32);
    expect(deriveApiKeyPepper(new Secret("one"))).not.toEqual(deriveApiKeyPepper(new Secret("two")));
  });

  it("show eight characters of fifty-five", () => {
    expect(hintOfApiKey("AbCdEfGhIjKl", "wxyz")).toBe("sk-sluice-AbCd…wxyz");
  });
});
