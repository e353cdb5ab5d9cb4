import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { createDatabase, type Database } from "./client";
import { connectAsRole } from "./connect-as-role";
import { Prisma } from "./generated/client";
import { SYSTEM_ONLY_MODELS, TENANT_OWNED_MODELS } from "./model-ownership";
import { TenantScopeError } from "./scope-to-tenant";

let server: TestDatabase;
let database: Database;
/** The owner of the tables, for looking behind the curtain. */
let owner: pg.Client;
/** A session as a tenant's SQL would have it. */
let app: pg.Client;

const tenants = [1, 2, 3].map((number) => ({ id: randomUUID(), name: `Tenant ${number}`, slug: `tenant-${number}` }));
const [first, second] = tenants.map((tenant) => tenant.id);
if (!first || !second) throw new Error("two tenants are needed");

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url, appPoolSize: 5 });
  owner = new pg.Client({ connectionString: server.url });
  app = new pg.Client(connectAsRole(server.url, "sluice_app"));
  await Promise.all([owner.connect(), app.connect()]);
  await database.asSystem.tenant.createMany({ data: tenants });
  for (const { id } of tenants) await plantCanaries(id);
});

afterAll(async () => {
  await Promise.all([owner.end(), app.end(), database.close()]);
  await server.drop();
});

/** What stands in a column that must hold something, by its type in Postgres. */
const SAMPLES: Record<string, string> = {
  uuid: "gen_random_uuid()",
  text: "$2",
  varchar: "left($2, 60)",
  int4: "1",
  int8: "1",
  numeric: "1",
  bool: "false",
  timestamptz: "now()",
  date: "current_date",
  jsonb: "'{}'",
  _text: "'{}'",
};

/** A row in each table with a tenant's id that has none of this tenant yet, so that no table of tomorrow goes without a test. */
async function plantElsewhere(tenantId: string, canary: string): Promise<void> {
  const { rows } = await owner.query<{
    table: string;
    columns: { name: string; type: string; label: string | null }[];
  }>(
    `SELECT c.table_name AS table, json_agg(json_build_object('name', c.column_name, 'type', c.udt_name, 'label',
       (SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = c.udt_name ORDER BY e.enumsortorder LIMIT 1))) AS columns
     FROM information_schema.columns c
     JOIN pg_class p ON p.relname = c.table_name AND p.relkind IN ('r', 'p') AND NOT p.relispartition
     WHERE c.table_schema = 'public' AND c.is_nullable = 'NO' AND (c.column_default IS NULL OR c.column_name = 'tenant_id')
       AND c.table_name IN (SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id')
     GROUP BY 1`,
  );
  // What a row points to need not be there: it is about who sees it.
  await owner.query("SET session_replication_role = replica");
  for (const { table, columns } of rows) {
    const found = await owner.query(`SELECT 1 FROM "${table}" WHERE tenant_id = $1 LIMIT 1`, [tenantId]);
    if (found.rowCount !== 0) continue;
    const values = columns.map(({ name, type, label }) => {
      if (name === "tenant_id") return "$1::uuid";
      if (label !== null) return `'${label}'`;
      const sample = SAMPLES[type];
      if (sample === undefined) throw new Error(`There is no sample for ${table}.${name} of type ${type}.`);
      return sample;
    });
    const text = `INSERT INTO "${table}" (${columns.map(({ name }) => `"${name}"`).join(", ")}) VALUES (${values.join(", ")})`;
    await owner.query(text, text.includes("$2") ? [tenantId, canary] : [tenantId]);
  }
  await owner.query("SET session_replication_role = origin");
}

/** One row in each table that carries a tenant's id, with the tenant's id as text in it. */
async function plantCanaries(tenantId: string): Promise<void> {
  const system = database.asSystem;
  const canary = `canary ${tenantId}`;
  const user = await system.user.create({ data: { email: `${tenantId}@example.com`, name: canary } });
  await system.membership.create({ data: { tenantId, userId: user.id, role: "owner" } });
  await system.apiKey.create({
    data: { tenantId, name: canary, publicId: tenantId.slice(0, 12), secretHmac: "x", lastFour: "x" },
  });
  await system.tenantDataKey.create({ data: { tenantId, version: 1, wrappedKey: canary, rootKeyId: "k1" } });
  await system.auditLog.create({ data: { tenantId, actorKind: "system", actorName: canary, action: "tenant.create" } });
  const config = await system.providerConfig.create({
    data: { tenantId, provider: "openai", name: canary, encryptedConfig: "x" },
  });
  const providerConfigId = config.id;
  await system.tenantModel.create({
    data: { tenantId, providerConfigId, provider: "openai", modelId: canary, displayName: canary, type: "llm" },
  });
  await system.tenantModelSetting.create({
    data: { tenantId, modelType: "llm", provider: "openai", model: canary, providerConfigId },
  });
  await system.job.create({ data: { tenantId, kind: "model_sync", targetName: canary } });
  const processor = await system.processor.create({ data: { tenantId, name: canary, taskType: canary } });
  await system.run.create({
    data: { tenantId, processorId: processor.id, processorName: canary, status: "succeeded" },
  });
  await system.promptTemplate.create({ data: { tenantId, name: canary, taskType: canary, template: canary } });
  await system.configVersion.create({
    data: {
      tenantId,
      version: 1,
      document: { canary },
      action: "profile.save",
      actorKind: "system",
      actorName: canary,
    },
  });
  await system.idempotencyKey.create({
    data: {
      tenantId,
      keyHash: canary,
      fingerprint: canary,
      state: "running",
      claimId: randomUUID(),
      requestId: randomUUID(),
      leaseExpiresAt: new Date(),
      expiresAt: new Date(),
    },
  });
  await system.invoiceCheck.create({
    data: {
      tenantId,
      provider: "openai",
      format: "openai_usage",
      fileName: canary,
      fromDay: "2026-05-01",
      toDay: "2026-05-01",
      totals: {},
      lines: [],
      createdByName: canary,
    },
  });
  await system.alertRule.create({
    data: {
      tenantId,
      name: canary,
      metric: "spend",
      scopeKind: "tenant",
      threshold: 1n,
      windowMinutes: 5,
      minimumCount: 1,
      cooldownMinutes: 0,
    },
  });
  const channel = await system.alertChannel.create({
    data: { tenantId, name: canary, kind: "email", shown: canary, encryptedTarget: "x" },
  });
  const alert = await system.alert.create({ data: { tenantId, title: canary, openedAt: new Date() } });
  await system.alertDelivery.create({
    data: { tenantId, alertId: alert.id, channelId: channel.id, transition: "open", nextAttemptAt: new Date() },
  });
  await plantUsage(tenantId, canary);
  await system.fallbackDrill.create({
    data: {
      tenantId,
      apiKeyId: tenantId,
      profile: canary,
      fault: "silent",
      startedAt: new Date(0),
      endsAt: new Date(1),
      startedBy: canary,
    },
  });
  const budget = await system.budget.create({
    data: { tenantId, name: canary, scope: "tenant", period: "day", limitNanoUsd: 1n },
  });
  const startsAt = new Date(0);
  await system.budgetWindow.create({ data: { tenantId, budgetId: budget.id, startsAt, endsAt: new Date(1) } });
  await system.budgetLease.create({
    data: {
      id: randomUUID(),
      tenantId,
      budgetId: budget.id,
      windowStartsAt: startsAt,
      replicaId: canary,
      grantedNanoUsd: 1n,
      expiresAt: startsAt,
    },
  });
  const usage = {
    usage: {},
    isUsageEstimated: false,
    isPriced: true,
    inputCostNanoUsd: 1n,
    outputCostNanoUsd: 1n,
    costNanoUsd: 2n,
  };
  const now = new Date();
  const request = await system.llmRequest.create({
    data: {
      ...usage,
      id: randomUUID(),
      tenantId,
      source: "api",
      modelType: "llm",
      modelRequested: canary,
      isStream: false,
      status: "success",
      attemptCount: 1,
      promptTokens: 1,
      completionTokens: 1,
      totalTokens: 2,
      latencyMs: 1,
      requestedAt: now,
    },
  });
  await system.llmAttempt.create({
    data: {
      ...usage,
      id: randomUUID(),
      requestId: request.id,
      tenantId,
      sequence: 1,
      providerConfigId,
      provider: "openai",
      model: canary,
      modelType: "llm",
      status: "success",
      latencyMs: 1,
      startedAt: now,
      completedAt: now,
    },
  });
  await plantElsewhere(tenantId, canary);
}

async function plantUsage(tenantId: string, canary: string): Promise<void> {
  const slot = new Date("2026-11-01T10:00:00Z");
  const figures = {
    requestCount: 1,
    errorCount: 0,
    rescuedCount: 0,
    cacheHitCount: 0,
    estimatedCount: 0,
    unpricedCount: 0,
    attemptCount: 1,
    promptTokens: 1n,
    completionTokens: 1n,
    cachedTokens: 0n,
    costNanoUsd: 1n,
    savedNanoUsd: 0n,
    latencyMsSum: 1n,
  };
  const keys = { provider: "p", providerConfig: "c", modelType: "llm", apiKey: "k", member: "m", task: "t" };
  const system = database.asSystem;
  await system.usageRollup.create({ data: { tenantId, slot, ...figures, ...keys, model: canary, processor: "none" } });
  await system.usageGroupRollup.create({ data: { tenantId, slot, ...figures, dimension: "model", key: canary } });
  await system.usageStaleHour.create({ data: { tenantId, hour: slot } });
  const exported = { id: randomUUID(), tenantId, filters: { canary }, timeZone: "UTC", expiresAt: slot };
  const parts = { create: { part: 0, tenantId, content: new Uint8Array([1]) } };
  await system.requestExport.create({ data: { ...exported, parts } });
}

interface TenantTable {
  name: string;
  isForced: boolean;
}

async function tenantTables(): Promise<TenantTable[]> {
  const { rows } = await owner.query<TenantTable>(`
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS "isForced"
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname = 'tenant_id' AND NOT a.attisdropped
      AND NOT c.relispartition
    ORDER BY 1`);
  return rows;
}

const unforced = async () => (await tenantTables()).filter((table) => !table.isForced).map((table) => table.name);

const readable = async () =>
  (await tenantTables()).map((table) => table.name).filter((name) => name !== "tenant_data_keys");

async function inSession<T>(tenantId: string | null, run: () => Promise<T>): Promise<T> {
  await app.query("BEGIN");
  try {
    if (tenantId !== null) await app.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    return await run();
  } finally {
    await app.query("ROLLBACK");
  }
}

const countRows = async (table: string) =>
  Number((await app.query(`SELECT count(*) AS n FROM ${pg.escapeIdentifier(table)}`)).rows[0]?.n);

describe("row level security, met with raw SQL", () => {
  it("shows no row of any tenant's table without a tenant", async () => {
    const tables = [...(await readable()), "tenants", "users"];
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables.filter((name) => name !== "users")) {
      expect([table, await inSession(null, () => countRows(table))]).toEqual([table, 0]);
    }
    expect((await inSession(null, () => app.query("SELECT id FROM users"))).rowCount).toBe(0);
  });

  it("shows a tenant exactly its own rows, in every table", async () => {
    for (const table of await readable()) {
      const rows = await inSession(first, () => app.query(`SELECT tenant_id FROM ${pg.escapeIdentifier(table)}`));
      expect([table, rows.rows.map((row) => row.tenant_id)]).toEqual([table, [first]]);
    }
    expect((await inSession(first, () => app.query("SELECT id FROM tenants"))).rows).toEqual([{ id: first }]);
    expect((await inSession(first, () => app.query("SELECT name FROM users"))).rows).toEqual([
      { name: `canary ${first}` },
    ]);
  });

  it("shows an unknown tenant nothing", async () => {
    for (const table of await readable()) expect(await inSession(randomUUID(), () => countRows(table))).toBe(0);
  });

  it("never shows a tenant wrapped data keys or password hashes", async () => {
    await expect(inSession(first, () => app.query("SELECT * FROM tenant_data_keys"))).rejects.toThrow(
      "permission denied",
    );
    await expect(inSession(first, () => app.query("SELECT password_hash FROM users"))).rejects.toThrow(
      "permission denied",
    );
  });

  it("refuses to write a row for another tenant", async () => {
    const insert = () =>
      app.query(
        "INSERT INTO jobs (id, tenant_id, kind, progress_done, cancel_requested) VALUES (gen_random_uuid(), $1, 'model_sync', 0, false)",
        [second],
      );
    await expect(inSession(first, insert)).rejects.toThrow("row-level security");
    await expect(inSession(first, () => app.query("UPDATE jobs SET tenant_id = $1", [second]))).rejects.toThrow(
      "row-level security",
    );
    expect((await inSession(first, () => app.query("DELETE FROM jobs WHERE tenant_id = $1", [second]))).rowCount).toBe(
      0,
    );
  });

  it("lets nobody change or remove what the audit has recorded", async () => {
    await expect(inSession(first, () => app.query("DELETE FROM audit_logs"))).rejects.toThrow("permission denied");
    await expect(inSession(first, () => app.query("UPDATE audit_logs SET action = 'x'"))).rejects.toThrow(
      "permission denied",
    );
    await expect(database.asSystem.auditLog.deleteMany()).rejects.toThrow("permission denied");
  });

  it("acts under roles that own nothing and pass no check", async () => {
    await database.check();
    const { rows } = await owner.query(`
      SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcanlogin, count(c.oid)::int AS owned
      FROM pg_roles r LEFT JOIN pg_class c ON c.relowner = r.oid
      WHERE r.rolname IN ('sluice_app', 'sluice_system') GROUP BY 1, 2, 3, 4, 5 ORDER BY 1`);
    const plain = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcanlogin: false, owned: 0 };
    expect(rows).toEqual([
      { rolname: "sluice_app", ...plain },
      { rolname: "sluice_system", ...plain },
    ]);
  });

  it("guards every table that carries a tenant's id, and would notice one that is not guarded", async () => {
    expect(await unforced()).toEqual([]);
    await owner.query("CREATE TABLE unguarded (id uuid PRIMARY KEY, tenant_id uuid NOT NULL)");
    try {
      expect(await unforced()).toEqual(["unguarded"]);
    } finally {
      await owner.query("DROP TABLE unguarded");
    }
  });

  it("lets nobody reach a partition past its table", async () => {
    const { rows } = await owner.query<{ name: string; isGuarded: boolean; grants: number }>(`
      SELECT c.relname AS name, c.relrowsecurity AS "isGuarded",
        (SELECT count(*)::int FROM information_schema.role_table_grants g
         WHERE g.table_name = c.relname AND g.grantee IN ('sluice_app', 'sluice_system', 'PUBLIC')) AS grants
      FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`);
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.filter((row) => !row.isGuarded || row.grants > 0)).toEqual([]);
  });

  it("scopes in the client each model whose table carries a tenant's id", async () => {
    expect(TENANT_OWNED_MODELS.length + SYSTEM_ONLY_MODELS.length).toBe((await tenantTables()).length);
  });
});

describe("the client within a tenant", () => {
  it("returns the tenant's rows alone and gives new rows its id", async () => {
    expect(await database.inTenant(first, (tx) => tx.apiKey.findMany({ select: { name: true } }))).toEqual([
      { name: `canary ${first}` },
    ]);
    const other = await database.asSystem.apiKey.findFirstOrThrow({ where: { tenantId: second } });
    const run = database.inTenant(first, async (tx) => ({
      found: await tx.apiKey.findUnique({ where: { id: other.id } }),
      updated: await tx.apiKey.updateMany({ where: { id: other.id }, data: { name: "taken" } }),
      removed: await tx.apiKey.deleteMany({ where: { OR: [{ id: other.id }, { tenantId: second }] } }),
      tenants: await tx.tenant.findMany({ select: { id: true } }),
      foreign: await tx.tenant.findUnique({ where: { id: second } }),
      people: await tx.user.findMany({ select: { name: true } }),
    }));
    expect(await run).toEqual({
      found: null,
      updated: { count: 0 },
      removed: { count: 0 },
      tenants: [{ id: first }],
      foreign: null,
      people: [{ name: `canary ${first}` }],
    });
  });

  it("refuses foreign ids, the operator's catalog and what is closed", async () => {
    const refused = [
      database.inTenant(first, (tx) => tx.job.create({ data: { tenantId: second, kind: "model_sync" } })),
      database.inTenant(first, (tx) => tx.tenantDataKey.findMany()),
      database.inTenant(first, (tx) => tx.systemSetting.create({ data: { key: "x", value: 1 } })),
    ];
    for (const outcome of await Promise.allSettled(refused)) {
      expect(outcome.status).toBe("rejected");
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(TenantScopeError);
    }
    await expect(database.inTenant("", async () => 1)).rejects.toThrow("needs the id of a tenant");
  });

  it("lets a tenant read the catalog", async () => {
    expect(await database.inTenant(first, (tx) => tx.llmModel.count())).toBe(0);
  });

  it("keeps row level security under raw SQL too", async () => {
    const rows = await database.inTenant(
      first,
      (tx) => tx.$queryRaw<{ tenant_id: string }[]>`SELECT tenant_id FROM llm_requests`,
    );
    expect(rows).toEqual([{ tenant_id: first }]);
  });

  it("leaks nothing over 200 interleaved transactions on a pool of 5", async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const tenantId = tenants[index % tenants.length]?.id ?? first;
        if (index % 7 === 0) {
          await database
            .inTenant(tenantId, async (tx) => {
              await tx.job.count();
              throw new Error("given up");
            })
            .catch(() => undefined);
        }
        const rows = await database.inTenant(
          tenantId,
          (tx) => tx.$queryRaw<{ tenant_id: string }[]>`SELECT tenant_id, pg_sleep(0.002)::text FROM audit_logs`,
        );
        return rows.filter((row) => row.tenant_id !== tenantId).length + (rows.length === 1 ? 0 : 1);
      }),
    );
    expect(seen).toHaveLength(200);
    expect(seen.reduce((sum, leaks) => sum + leaks, 0)).toBe(0);
  });

  it("runs a transaction again when Postgres gives it up for a deadlock", async () => {
    const jobs = await Promise.all(
      ["left", "right"].map((targetName) =>
        database.asSystem.job.create({ data: { tenantId: first, kind: "model_sync", targetName } }),
      ),
    );
    const [left, right] = jobs.map((job) => job.id);
    if (!left || !right) throw new Error("two jobs are needed");
    let runs = 0;
    const bothHoldOne = barrier(2);
    const cross = (a: string, b: string) =>
      database.inTenant(first, async (tx) => {
        const isFirstRun = ++runs <= 2;
        await tx.job.update({ where: { id: a }, data: { progressDone: { increment: 1 } } });
        if (isFirstRun) await bothHoldOne();
        await tx.job.update({ where: { id: b }, data: { progressDone: { increment: 1 } } });
      });
    await Promise.all([cross(left, right), cross(right, left)]);
    expect(runs).toBe(3);
    const done = await database.asSystem.job.findMany({
      where: { id: { in: [left, right] } },
      select: { progressDone: true },
    });
    expect(done).toEqual([{ progressDone: 2 }, { progressDone: 2 }]);
  });

  it("passes other failures on at once", async () => {
    let runs = 0;
    const failing = database.inTenant(first, async (tx) => {
      runs++;
      await tx.providerConfig.create({
        data: { tenantId: first, provider: "openai", name: `canary ${first}`, encryptedConfig: "x" },
      });
    });
    await expect(failing).rejects.toBeInstanceOf(Prisma.PrismaClientKnownRequestError);
    expect(runs).toBe(1);
  });
});

describe("listening", () => {
  it("hears of changed tenants; when cut off it says so at once, reconnects, and says so again", async () => {
    const heard: string[] = [];
    let gapCount = 0;
    const listener = await database.listen(
      "sluice_config",
      (payload) => heard.push(payload),
      () => gapCount++,
    );
    await database.asSystem.tenant.update({ where: { id: first }, data: { name: "Renamed" } });
    await expect.poll(() => heard).toEqual([first]);

    await owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()",
    );
    await expect.poll(() => gapCount, { timeout: 10_000 }).toBe(2);
    await database.asSystem.tenant.update({ where: { id: second }, data: { name: "Renamed too" } });
    await expect.poll(() => heard).toEqual([first, second]);
    await listener.close();
  });

  it("says at once when it can't connect in the first place", async () => {
    const nowhere = createDatabase({ url: "postgresql://nobody@127.0.0.1:1/none" });
    await expect(
      nowhere.listen(
        "sluice_config",
        () => {},
        () => {},
      ),
    ).rejects.toThrow("ECONNREFUSED");
    await nowhere.close();
  });
});

/** Resolves for all once `size` callers have come. */
function barrier(size: number): () => Promise<void> {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  let count = 0;
  return async () => {
    if (++count === size) open();
    await gate;
  };
}

it("calls NUL in a text the caller's fault, in reads, writes, raw SQL and JSON alike", async () => {
  const runs = [
    database.inTenant(first, (tx) => tx.tenantModel.findMany({ where: { modelId: { contains: "a\0b" } } })),
    database.inTenant(first, (tx) => tx.job.create({ data: { tenantId: first, kind: "a\0b" } })),
    database.inTenant(first, (tx) => tx.$queryRaw`SELECT 1 WHERE ${"a\0b"} ILIKE 'x'`),
    database.inTenant(first, (tx) =>
      tx.job.create({ data: { tenantId: first, kind: "model_sync", result: { text: "a\0b" } } }),
    ),
  ];
  await Promise.all(runs.map((run) => expect(run).rejects.toMatchObject({ code: "invalid_request" })));
});
