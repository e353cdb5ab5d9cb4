import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/server/auth/actor";
import { deriveApiKeyPepper, mintApiKey } from "@/server/auth/api-keys";
import { verifyPassword } from "@/server/auth/passwords";
import { resolveApiKeyActor } from "@/server/auth/resolve-actor";
import { createDatabase, type Database } from "@/server/db/client";
import { Secret } from "@/server/gateway/spec/secret";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { bootstrap } from "./bootstrap";

let server: TestDatabase;
let database: Database;
const apiKeyPepper = deriveApiKeyPepper(new Secret(randomBytes(32).toString("base64")));
const none = { email: undefined, password: undefined, tenant: undefined, apiKey: undefined };

beforeEach(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
});

afterEach(async () => {
  await database.close();
  await server.drop();
});

type Init = Parameters<typeof bootstrap>[0]["env"]["init"];
const run = (init: Partial<Init> = {}, options?: Parameters<typeof bootstrap>[1]) =>
  bootstrap({ env: { init: { ...none, ...init } }, database, auth: { apiKeyPepper } }, options);

const counts = async () => ({
  users: await database.asSystem.user.count(),
  tenants: await database.asSystem.tenant.count(),
  memberships: await database.asSystem.membership.count(),
  apiKeys: await database.asSystem.apiKey.count(),
  audits: await database.asSystem.auditLog.count(),
});

describe("the first run", () => {
  it("makes one operator who owns one organization, with a password that is told once", async () => {
    const shown = await run();
    expect(shown?.email).toBe("admin@sluice.local");
    const user = await database.asSystem.user.findUniqueOrThrow({
      where: { email: "admin@sluice.local" },
      include: { memberships: { include: { tenant: true } } },
    });
    expect(user.isOperator).toBe(true);
    expect(user.memberships.map(({ role, tenant }) => [role, tenant.name, tenant.slug])).toEqual([
      ["owner", "Default", "default"],
    ]);
    expect(await verifyPassword(user.passwordHash, shown?.password ?? "")).toBe(true);
    const before = await counts();
    expect(await run()).toBeNull();
    expect(await counts()).toEqual(before);
  });

  it("takes everything from the environment, and then tells no password", async () => {
    const { key } = mintApiKey();
    const init = {
      email: "ops@example.com",
      password: new Secret("correct horse battery"),
      tenant: "Blue Café",
      apiKey: key,
    };
    expect(await run(init)).toBeNull();
    const user = await database.asSystem.user.findUniqueOrThrow({ where: { email: "ops@example.com" } });
    expect(await verifyPassword(user.passwordHash, "correct horse battery")).toBe(true);
    const actor = await resolveApiKeyActor({ database, apiKeyPepper, now: () => new Date() }, `Bearer ${key.reveal()}`);
    expect(actor).toMatchObject({ kind: "api_key", role: "admin", tenantSlug: "blue-cafe" });
    const before = await counts();
    await run(init);
    expect(await counts()).toEqual(before);
    expect(before).toEqual({ users: 1, tenants: 1, memberships: 1, apiKeys: 1, audits: 2 });
  });

  it("is done by one of several replicas that start together", async () => {
    const { key } = mintApiKey();
    const furnished: Actor[] = [];
    const replicas = Array.from({ length: 4 }, () =>
      run({ apiKey: key }, { onFirstTenant: async (owner) => void furnished.push(owner) }),
    );
    const shown = (await Promise.all(replicas)).filter((result) => result !== null);
    expect(shown).toHaveLength(1);
    expect(furnished.map(({ role, tenantSlug }) => [role, tenantSlug])).toEqual([["owner", "default"]]);
    expect(await counts()).toEqual({ users: 1, tenants: 1, memberships: 1, apiKeys: 1, audits: 2 });
  });
});

describe("later runs", () => {
  it("add the organization and the key that the environment names by then, once", async () => {
    await run();
    const { key } = mintApiKey();
    for (let times = 0; times < 3; times++) await run({ tenant: "Second", apiKey: key });
    expect(await counts()).toEqual({ users: 1, tenants: 2, memberships: 2, apiKeys: 1, audits: 3 });
    const stored = await database.asSystem.apiKey.findFirstOrThrow({ include: { tenant: true } });
    expect(stored.tenant.slug).toBe("second");
  });

  it("keep the organization when it was renamed in the console", async () => {
    await run({ tenant: "Acme" });
    await database.asSystem.tenant.updateMany({ data: { name: "Acme International" } });
    await run({ tenant: "Acme" });
    expect(await database.asSystem.tenant.findMany({ select: { name: true } })).toEqual([
      { name: "Acme International" },
    ]);
  });

  it("never bring a revoked key back", async () => {
    const { key } = mintApiKey();
    await run({ apiKey: key });
    await database.asSystem.apiKey.updateMany({ data: { revokedAt: new Date() } });
    await run({ apiKey: key });
    await expect(resolveApiKeyActor({ database, apiKeyPepper, now: () => new Date() }, key.reveal())).rejects.toThrow(
      "not valid",
    );
  });

  it("hash the key anew when the session secret has changed", async () => {
    const { key } = mintApiKey();
    await run({ apiKey: key });
    const newPepper = deriveApiKeyPepper(new Secret(randomBytes(32).toString("base64")));
    await bootstrap({ env: { init: { ...none, apiKey: key } }, database, auth: { apiKeyPepper: newPepper } });
    const actor = await resolveApiKeyActor({ database, apiKeyPepper: newPepper, now: () => new Date() }, key.reveal());
    expect(actor.role).toBe("admin");
  });
});
