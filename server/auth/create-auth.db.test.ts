import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "@/server/db/client";
import { Secret } from "@/server/gateway/spec/secret";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { createAuth } from "./create-auth";
import { hashPassword } from "./passwords";
import { signIn } from "./sign-in";
import { createSignInThrottle } from "./sign-in-throttle";

let server: TestDatabase;
let database: Database;
const now = () => new Date();
const EXPIRES = "2100-01-01T00:00:00.000Z";

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
  await database.asSystem.user.create({
    data: { email: "ada@example.com", name: "Ada", passwordHash: await hashPassword("correct horse") },
  });
  await database.asSystem.user.create({ data: { email: "no-password@example.com", name: "Nobody" } });
});

afterAll(async () => {
  await database.close();
  await server.drop();
});

const attempt = (email: unknown, password: unknown, throttle = createSignInThrottle(now)) =>
  signIn({ database, throttle }, { email, password }, "10.0.0.1");

describe("signing in", () => {
  it("takes the right password, whatever the case of the address", async () => {
    expect(await attempt("ada@example.com", "correct horse")).toMatchObject({ name: "Ada", sessionVersion: 1 });
    expect(await attempt("  ADA@Example.com ", "correct horse")).toMatchObject({ name: "Ada" });
  });

  it.each([
    ["a wrong password", "ada@example.com", "wrong"],
    ["no password", "ada@example.com", ""],
    ["an unknown address", "eve@example.com", "correct horse"],
    ["an account without a password", "no-password@example.com", ""],
    ["an account without a password, guessed", "no-password@example.com", "null"],
    ["a query in place of an address", { not: "" }, "correct horse"],
    ["a list", ["ada@example.com"], "correct horse"],
    ["an endless password", "ada@example.com", "x".repeat(1_001)],
  ])("answers null to %s", async (_, email, password) => {
    expect(await attempt(email, password)).toBeNull();
  });

  it("answers null to the right password too once an account has used up its failures", async () => {
    const throttle = createSignInThrottle(now);
    for (let times = 0; times < 10; times++) throttle.admit(["account ada@example.com"]);
    expect(await attempt("ada@example.com", "correct horse", throttle)).toBeNull();
  });

  it("hashes a password anew that was hashed with weaker parameters", async () => {
    const weak = await hash("old password", { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await database.asSystem.user.create({ data: { email: "old@example.com", name: "Old", passwordHash: weak } });
    expect(await attempt("old@example.com", "old password")).not.toBeNull();
    const { passwordHash } = await database.asSystem.user.findUniqueOrThrow({ where: { email: "old@example.com" } });
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await attempt("old@example.com", "old password")).not.toBeNull();
  });
});

describe("a session", () => {
  const auth = () => createAuth({ database, sessionSecret: new Secret("a session secret for tests"), now });
  const ada = () => database.asSystem.user.findUniqueOrThrow({ where: { email: "ada@example.com" } });

  it("is the person it names, without password or hash", async () => {
    const { id, sessionVersion } = await ada();
    expect(await auth().userOf({ userId: id, sessionVersion, expires: EXPIRES })).toEqual({
      id,
      name: "Ada",
      email: "ada@example.com",
      isOperator: false,
    });
  });

  it("ends within a second of its version being raised", async () => {
    const { id, sessionVersion } = await ada();
    const session = { userId: id, sessionVersion, expires: EXPIRES };
    const held = auth();
    expect(await held.userOf(session)).not.toBeNull();
    await database.asSystem.user.update({ where: { id }, data: { sessionVersion: { increment: 1 } } });
    await expect.poll(() => held.userOf(session), { timeout: 1_500, interval: 50 }).toBeNull();
  });

  it("is nobody when it is missing, empty, or names somebody who is gone", async () => {
    const { sessionVersion } = await ada();
    const { userOf } = auth();
    expect(await userOf(null)).toBeNull();
    expect(await userOf({ expires: EXPIRES })).toBeNull();
    expect(await userOf({ userId: crypto.randomUUID(), sessionVersion, expires: EXPIRES })).toBeNull();
    expect(await userOf({ userId: (await ada()).id, expires: EXPIRES })).toBeNull();
  });
});
