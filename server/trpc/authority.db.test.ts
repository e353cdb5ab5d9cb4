import { randomUUID } from "node:crypto";
import { callTRPCProcedure } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PERMISSIONS, ROLES, type Role, roleHas } from "@/lib/contracts/permissions";
import type { SessionUser } from "@/server/auth/actor";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import { createTestRuntime, type TestRuntime } from "@/test/runtime";
import { createContext, TENANT_HEADER } from "./context";
import { appErrorOf } from "./error-formatter";
import { appRouter } from "./router";
import { sampleInput } from "./testing/sample-input";

/** What each procedure has declared, read back from the router. */
const declared = z.object({
  _def: z.looseObject({
    type: z.enum(["query", "mutation", "subscription"]),
    meta: z.object({
      access: z.enum(["public", "user", "operator", "tenant"]),
      permission: z
        .custom<keyof typeof PERMISSIONS>((value) => typeof value === "string" && value in PERMISSIONS)
        .optional(),
    }),
    inputs: z.array(z.unknown()),
    output: z.unknown(),
  }),
});
type Declared = z.infer<typeof declared>["_def"] & { path: string };

/** Without a session; it takes an entry here, and so a decision, to open a procedure to everybody. */
const PUBLIC: string[] = [];

const procedures: Declared[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
  path,
  ...declared.parse({ ...procedure })._def,
}));
const paths = procedures.map((procedure) => [procedure.path, procedure] as const);

let test: TestRuntime;
const home = randomUUID();
const abroad = randomUUID();
const CANARY = `canary-${randomUUID()}`;
/** Nobody's; it shows whether a sampled input holds ids at all. */
const NOBODYS_ID = randomUUID();

beforeAll(async () => {
  // Offline, so that a sampled provider config leads nowhere.
  test = await createTestRuntime({ SLUICE_OFFLINE: "1" });
  await test.runtime.database.asSystem.tenant.createMany({
    data: [
      { id: home, name: "Home", slug: "home" },
      { id: abroad, name: CANARY, slug: "abroad" },
    ],
  });
});

afterAll(async () => {
  await test.close();
});

interface Persona {
  headers: Record<string, string>;
  user: SessionUser | null;
}

async function person(role: Role | null, { tenantId = home, isOperator = false } = {}): Promise<Persona> {
  const user = await test.runtime.database.asSystem.user.create({
    data: { email: `${randomUUID()}@example.com`, name: tenantId === abroad ? CANARY : "Somebody", isOperator },
    select: { id: true, name: true, email: true, isOperator: true },
  });
  if (role) await test.runtime.database.asSystem.membership.create({ data: { tenantId, userId: user.id, role } });
  return { user, headers: { [TENANT_HEADER]: "home" } };
}

async function apiKey(role: Role, { isRevoked = false, tenantId = home } = {}): Promise<Persona> {
  const { key, publicId, secret } = mintApiKey();
  await test.runtime.database.asSystem.apiKey.create({
    data: {
      tenantId,
      role,
      publicId,
      name: tenantId === abroad ? CANARY : "key",
      secretHmac: hashApiKeySecret(test.runtime.auth.apiKeyPepper, secret),
      lastFour: key.lastFour(),
      revokedAt: isRevoked ? new Date() : null,
    },
  });
  return { user: null, headers: { authorization: `Bearer ${key.reveal()}`, [TENANT_HEADER]: "home" } };
}

const anonymous: Persona = { user: null, headers: { [TENANT_HEADER]: "home" } };

interface Outcome {
  code: string;
  data: unknown;
}

async function call({ path, type }: Declared, { headers, user }: Persona, input: unknown): Promise<Outcome> {
  const ctx = await createContext({
    runtime: test.runtime,
    headers: new Headers(headers),
    currentUser: async () => user,
  });
  try {
    const options = { router: appRouter, path, ctx, type, signal: undefined, batchIndex: 0 };
    const data = await callTRPCProcedure({ ...options, getRawInput: async () => input });
    return { code: "ok", data: isStream(data) ? await collect(data) : data };
  } catch (error) {
    const trpcError = z.custom<Parameters<typeof appErrorOf>[0]>((value) => value instanceof Error).parse(error);
    const { code, message, details } = appErrorOf(trpcError);
    return { code, data: { message, details } };
  }
}

const isStream = (data: unknown): data is AsyncIterable<unknown> =>
  typeof data === "object" && data !== null && Symbol.asyncIterator in data;

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const pieces: unknown[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** No procedure knows this field: one who may call is told so, and nothing happens; one who may not never gets that far. */
const UNKNOWN_FIELD = { tenantId: abroad, isOperator: true };

describe("every procedure", () => {
  it("is there to be tested", () => {
    expect(procedures.length).toBeGreaterThan(20);
  });

  it.each(paths)("%s declares who may call it, what goes in and what comes out", (path, { meta, inputs, output }) => {
    expect(meta.permission !== undefined).toBe(meta.access === "tenant");
    expect(meta.access === "public").toBe(PUBLIC.includes(path));
    expect(inputs.length).toBeGreaterThan(0);
    expect(output).toBeDefined();
  });

  it("refuses who is nobody: no session, a revoked key, a wrong key, an unknown key", async () => {
    const revoked = await apiKey("owner", { isRevoked: true });
    const wrong = { user: null, headers: { authorization: "Bearer sk-sluice-nonsense" } };
    const unknown = { user: null, headers: { authorization: `Bearer ${mintApiKey().key.reveal()}` } };
    for (const procedure of procedures.filter(({ meta }) => meta.access !== "public")) {
      for (const persona of [anonymous, revoked, wrong, unknown]) {
        expect([procedure.path, (await call(procedure, persona, UNKNOWN_FIELD)).code]).toEqual([
          procedure.path,
          "unauthenticated",
        ]);
      }
    }
  });

  it("tells the owner of another tenant, and an operator who is no member, that there is nothing here", async () => {
    const strangers = [await person("owner", { tenantId: abroad }), await person(null, { isOperator: true })];
    for (const procedure of procedures.filter(({ meta }) => meta.access === "tenant")) {
      for (const stranger of strangers) {
        expect([procedure.path, (await call(procedure, stranger, UNKNOWN_FIELD)).code]).toEqual([
          procedure.path,
          "not_found",
        ]);
      }
    }
  });

  it.each(ROLES)(
    "lets the %s do what the table of permissions says, in person or by key, and refuses unknown fields",
    async (role) => {
      for (const persona of [await person(role), await apiKey(role)]) {
        for (const procedure of procedures) {
          const { access, permission } = procedure.meta;
          if (access !== "tenant" || !permission) continue;
          const expected = roleHas(role, permission) ? "invalid_request" : "forbidden";
          expect([procedure.path, (await call(procedure, persona, UNKNOWN_FIELD)).code]).toEqual([
            procedure.path,
            expected,
          ]);
        }
      }
    },
  );

  it("keeps what is the operator's from owners and from keys", async () => {
    const operator = await person("viewer", { isOperator: true });
    for (const procedure of procedures.filter(({ meta }) => meta.access === "operator")) {
      expect((await call(procedure, await person("owner"), UNKNOWN_FIELD)).code).toBe("forbidden");
      expect((await call(procedure, await apiKey("owner"), UNKNOWN_FIELD)).code).toBe("forbidden");
      expect((await call(procedure, operator, UNKNOWN_FIELD)).code).toBe("invalid_request");
    }
  });

  it("keeps what is a person's from keys", async () => {
    for (const procedure of procedures.filter(({ meta }) => meta.access === "user")) {
      expect((await call(procedure, await apiKey("owner"), undefined)).code).toBe("forbidden");
      expect((await call(procedure, await person("viewer"), UNKNOWN_FIELD)).code).toBe("invalid_request");
    }
  });

  it("refuses to change anything for a page of another site, and still answers programs", async () => {
    const member = await person("owner");
    const foreign = { ...member, headers: { ...member.headers, "sec-fetch-site": "cross-site" } };
    const key = await apiKey("owner");
    const keyFromAPage = { ...key, headers: { ...key.headers, "sec-fetch-site": "cross-site" } };
    for (const procedure of procedures.filter(({ type, meta }) => type === "mutation" && meta.access === "tenant")) {
      expect([procedure.path, (await call(procedure, foreign, UNKNOWN_FIELD)).code]).toEqual([
        procedure.path,
        "forbidden",
      ]);
      expect([procedure.path, (await call(procedure, keyFromAPage, UNKNOWN_FIELD)).code]).toEqual([
        procedure.path,
        "invalid_request",
      ]);
    }
  });
});

/** Callable by its owners, and by nobody else, whatever it is called. */
const FOREIGN_MODEL = "foreign-model";

/** Where a sample made from the schema alone would be refused before it reaches anything. */
const FITTING: Record<string, Record<string, unknown>> = {
  "profiles.save": { profile: { provider: "openai", model: FOREIGN_MODEL, fallbacks: [], settings: {} } },
  "processors.save": {
    configuration: { model_override: { provider: "openai", model: FOREIGN_MODEL }, settings_override: {} },
  },
  "alerts.backtest": { threshold: "1" },
  "alerts.createRule": { threshold: "1", scopeKind: "tenant", channelIds: [] },
  "alerts.updateRule": { threshold: "1", scopeKind: "tenant", channelIds: [] },
  "models.setPrice": { pricesPerMillion: { inputTokens: "1" } },
  "prices.setOverride": { document: { unitsPerMillion: { inputTokens: "1" } }, effectiveTo: undefined },
  "providerConfigs.create": { provider: "openai", config: { api_key: "sk-sample" } },
  "providers.previewUrl": { provider: "openai" },
  "requests.list": { cursor: undefined, search: undefined },
  "tenants.update": { timeZone: "Europe/Berlin" },
  "requests.histogram": { search: undefined },
  "usage.report": { search: undefined },
  "budgets.create": { scope: "tenant", scopeId: null, period: "month", rollingHours: null, limitUsd: "1" },
  "budgets.update": { limitUsd: "1" },
  "drills.start": { profile: null, model: null },
};

function fittingInput({ path, inputs }: Declared, id: string): unknown {
  const sample = sampleInput(inputs[0], id);
  const fitting = path.startsWith("playground.") ? { model: FOREIGN_MODEL } : FITTING[path];
  return fitting ? { ...z.record(z.string(), z.unknown()).parse(sample), ...fitting } : sample;
}

const textOf = (data: unknown) =>
  JSON.stringify(data, (_, value) => (typeof value === "bigint" ? String(value) : value)) ?? "";

describe("the ids of another tenant", () => {
  async function foreignIds(): Promise<string[]> {
    const system = test.runtime.database.asSystem;
    const tenantId = abroad;
    const { user } = await person("viewer", { tenantId });
    await apiKey("owner", { tenantId });
    const config = await system.providerConfig.create({
      data: { tenantId, provider: "openai", name: CANARY, encryptedConfig: "x", isValid: true },
    });
    const providerConfigId = config.id;
    await system.tenantModel.create({
      data: {
        tenantId,
        providerConfigId,
        provider: "openai",
        modelId: FOREIGN_MODEL,
        displayName: CANARY,
        type: "llm",
        isEnabled: true,
      },
    });
    await system.tenantModelSetting.create({
      data: { tenantId, modelType: "llm", provider: "openai", model: FOREIGN_MODEL, providerConfigId },
    });
    await system.job.create({
      data: { tenantId, kind: "model_sync", targetId: config.id, targetName: CANARY, status: "succeeded" },
    });
    const ids: string[] = [abroad, ...(user ? [user.id] : [])];
    for (const table of await tenantTables()) {
      // Not every table's rows have an id of their own; one for each tenant is found by the tenant.
      const rows = await test.query(`SELECT to_jsonb(t) ->> 'id' AS id FROM "${table}" t WHERE tenant_id = $1`, [
        abroad,
      ]);
      ids.push(...rows.flatMap((row) => (row.id === null ? [] : [String(row.id)])));
    }
    return ids;
  }

  async function tenantTables(): Promise<string[]> {
    const rows = await test.query(
      "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1",
    );
    return rows.map((row) => String(row.table_name));
  }

  async function fingerprint(): Promise<string> {
    const tables = (await tenantTables()).map(
      (table) => `SELECT '${table}' AS name, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS sum
                  FROM "${table}" t WHERE tenant_id = '${abroad}'`,
    );
    tables.push(`SELECT 'tenants', md5(t::text) FROM tenants t WHERE id = '${abroad}'`);
    return JSON.stringify(await test.query(tables.join(" UNION ALL ")));
  }

  it("lead an owner nowhere, in any field of any procedure: no row changed, no word read", async () => {
    const ids = await foreignIds();
    const before = await fingerprint();
    const persona = await person("owner");
    let answered = 0;
    const refused: unknown[] = [];
    for (const procedure of procedures.filter(({ meta }) => meta.access === "tenant")) {
      const usesIds = textOf(fittingInput(procedure, NOBODYS_ID)).includes(NOBODYS_ID);
      for (const id of usesIds ? ids : [abroad]) {
        const { code, data } = await call(procedure, persona, fittingInput(procedure, id));
        expect([procedure.path, code]).not.toEqual([procedure.path, "internal"]);
        // A sample that does not fit its schema proves nothing.
        if (code === "invalid_request") refused.push([procedure.path, data]);
        expect(textOf(data)).not.toContain(CANARY);
        answered++;
      }
    }
    expect(refused).toEqual([]);
    expect(answered).toBeGreaterThan(procedures.length);
    expect(await fingerprint()).toBe(before);
  }, 60_000);

  it.each([undefined, null, "", [], {}, { id: { not: "" } }, { id: null }, { id: "" }, { id: [abroad] }])(
    "are not had by sending %j instead of an id",
    async (input) => {
      const persona = await person("owner");
      for (const procedure of procedures.filter(({ meta }) => meta.access === "tenant")) {
        const { code, data } = await call(procedure, persona, input);
        expect([procedure.path, code === "internal"]).toEqual([procedure.path, false]);
        expect(textOf(data)).not.toContain(CANARY);
      }
    },
  );
});
