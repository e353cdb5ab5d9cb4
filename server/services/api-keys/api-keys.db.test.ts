import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeyView } from "@/lib/contracts/api-key";
import { ROLES, type Role } from "@/lib/contracts/permissions";
import type { Actor } from "@/server/auth/actor";
import { createAuth } from "@/server/auth/create-auth";
import { resolveApiKeyActor } from "@/server/auth/resolve-actor";
import { createDatabase, type Database } from "@/server/db/client";
import { Secret } from "@/server/gateway/spec/secret";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";

const DAY_MS = 24 * 60 * 60_000;

let server: TestDatabase;
let database: Database;
let auth: ReturnType<typeof createAuth>;
const tenantId = randomUUID();
const clock = { nowMs: Date.now() };
const now = () => new Date(clock.nowMs);

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
  auth = createAuth({ database, sessionSecret: new Secret("a session secret for tests"), now });
  await database.asSystem.tenant.create({ data: { id: tenantId, name: "Acme", slug: "acme" } });
});

afterAll(async () => {
  await database.close();
  await server.drop();
});

const context = (role: Role) => {
  const actor: Actor = {
    kind: "api_key",
    id: randomUUID(),
    apiKeyId: randomUUID(),
    name: `The ${role}`,
    isOperator: false,
    tenantId,
    tenantSlug: "acme",
    role,
  };
  return { database, auth, now, actor };
};
const resolve = (text: string) =>
  resolveApiKeyActor({ database, apiKeyPepper: auth.apiKeyPepper, now }, `Bearer ${text}`);
const key = (role: Role, name = "ci") => ({ name, role, expiresInDays: 90 });

describe("API keys of an organization", () => {
  it("work from the moment they are made, with the role and organization they were made for", async () => {
    const { secret } = await createApiKey(context("owner"), key("developer"));
    expect(await resolve(secret)).toMatchObject({ kind: "api_key", role: "developer", tenantId, tenantSlug: "acme" });
  });

  it("are stored without their secret, and never shown again", async () => {
    const { secret, apiKey } = await createApiKey(context("owner"), key("developer", "hidden"));
    const [row] = await database.asSystem.apiKey.findMany({ where: { id: apiKey.id } });
    const tail = secret.slice(-43);
    expect(JSON.stringify(row)).not.toContain(tail);
    expect(JSON.stringify(await database.asSystem.auditLog.findMany())).not.toContain(tail);
    const listed = await listApiKeys(context("viewer"));
    expect(JSON.stringify(listed)).not.toContain(tail);
    expect(JSON.stringify(listed)).not.toContain(row?.secretHmac);
    for (const view of listed) expect(Object.keys(view).sort()).toEqual(Object.keys(apiKeyView.shape).sort());
    await expect(resolve(`${secret.slice(0, -43)}${row?.secretHmac.slice(0, 43)}`)).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it.each(ROLES.flatMap((own) => ROLES.map((wanted) => [own, wanted] as const)))(
    "made by the %s with the role %s never rise above the maker",
    async (own, wanted) => {
      const isAllowed = ROLES.indexOf(wanted) >= ROLES.indexOf(own);
      const [outcome] = await Promise.allSettled([createApiKey(context(own), key(wanted))]);
      expect(outcome?.status).toBe(isAllowed ? "fulfilled" : "rejected");
    },
  );

  it("stop working the moment they are revoked, once and for all", async () => {
    const { secret, apiKey } = await createApiKey(context("owner"), key("developer", "revoked"));
    await resolve(secret);
    expect((await revokeApiKey(context("admin"), { id: apiKey.id })).status).toBe("revoked");
    await expect(resolve(secret)).rejects.toMatchObject({ code: "unauthenticated" });
    const { revokedAt } = await revokeApiKey(context("admin"), { id: apiKey.id });
    expect(revokedAt).toEqual(
      (await database.asSystem.apiKey.findUniqueOrThrow({ where: { id: apiKey.id } })).revokedAt,
    );
    const actions = await database.asSystem.auditLog.findMany({
      where: { targetId: apiKey.id },
      orderBy: { createdAt: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual(["api_key.create", "api_key.revoke"]);
  });

  it("can't be revoked by somebody below them, nor from another organization", async () => {
    const { apiKey } = await createApiKey(context("owner"), key("admin", "high"));
    await expect(revokeApiKey(context("developer"), { id: apiKey.id })).rejects.toMatchObject({ code: "forbidden" });
    const other = await database.asSystem.tenant.create({ data: { name: "Other", slug: "other" } });
    const foreign = context("owner");
    const elsewhere = { ...foreign, actor: { ...foreign.actor, tenantId: other.id } };
    await expect(revokeApiKey(elsewhere, { id: apiKey.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await listApiKeys(elsewhere)).toEqual([]);
  });

  it("expire on their day", async () => {
    const { secret, apiKey } = await createApiKey(context("owner"), { ...key("developer"), expiresInDays: 1 });
    clock.nowMs += DAY_MS - 1;
    await resolve(secret);
    clock.nowMs += 1;
    await expect(resolve(secret)).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await listApiKeys(context("viewer"))).find(({ id }) => id === apiKey.id)?.status).toBe("expired");
  });

  it("are refused in the same words, whether malformed, unknown, wrong, revoked or expired", async () => {
    const { secret, apiKey } = await createApiKey(context("owner"), key("developer", "refused"));
    const wrong = `${secret.slice(0, -1)}${secret.endsWith("a") ? "b" : "a"}`;
    const unknown = `sk-sluice-${"0".repeat(12)}-${secret.slice(-43)}`;
    const refusals = await Promise.allSettled(["", "nonsense", wrong, unknown].map(resolve));
    await revokeApiKey(context("owner"), { id: apiKey.id });
    refusals.push(...(await Promise.allSettled([resolve(secret)])));
    const said = refusals.map((refusal) => (refusal.status === "rejected" ? String(refusal.reason) : "let in"));
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain("not valid");
  });
});
