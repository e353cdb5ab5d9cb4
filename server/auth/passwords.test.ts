import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { generatePassword, hashPassword, isOutdatedHash, verifyPassword } from "./passwords";

describe("passwords", () => {
  it("are hashed with Argon2id, 19 MiB, two passes, one lane, each with its own salt", async () => {
    const [one, two] = await Promise.all([hashPassword("the same"), hashPassword("the same")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it("let the right one in, and neither a wrong one nor the hash itself", async () => {
    const stored = await hashPassword("correct horse");
    expect(await verifyPassword(stored, "correct horse")).toBe(true);
    expect(await verifyPassword(stored, "Correct horse")).toBe(false);
    expect(await verifyPassword(stored, stored)).toBe(false);
    expect(await verifyPassword(stored, "")).toBe(false);
  });

  it("count in full, however long", async () => {
    const long = "x".repeat(200);
    const stored = await hashPassword(`${long}1`);
    expect(await verifyPassword(stored, `${long}1`)).toBe(true);
    expect(await verifyPassword(stored, `${long}2`)).toBe(false);
  });

  it("never match for somebody without one, and cost the same work", async () => {
    await verifyPassword(null, "warm up");
    const stored = await hashPassword("correct horse");
    const time = async (storedHash: string | null) => {
      const start = performance.now();
      for (let round = 0; round < 8; round++) expect(await verifyPassword(storedHash, "wrong")).toBe(false);
      return performance.now() - start;
    };
    const ratio = (await time(null)) / (await time(stored));
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(3);
  });

  it("are hashed two at a time, and all get their turn", async () => {
    const all = await Promise.all(Array.from({ length: 7 }, (_, index) => hashPassword(`password ${index}`)));
    expect(await Promise.all(all.map((stored, index) => verifyPassword(stored, `password ${index}`)))).toEqual(
      Array(7).fill(true),
    );
  });

  it("made with weaker parameters are told apart", async () => {
    expect(isOutdatedHash(await hash("x", { memoryCost: 8_192, timeCost: 2, parallelism: 1 }))).toBe(true);
    expect(isOutdatedHash(await hashPassword("x"))).toBe(false);
  });

  it("that are generated have 144 random bits", () => {
    const generated = Array.from({ length: 100 }, generatePassword);
    expect(new Set(generated).size).toBe(100);
    for (const password of generated) expect(password).toMatch(/^[\w-]{24}$/);
  });
});
