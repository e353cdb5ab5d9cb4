import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { vi } from "vitest";
import { mintApiKey } from "@/server/auth/api-keys";
import { startEmbeddedPostgres } from "@/server/db/embedded/start-embedded-postgres";
import {
  type ScriptedUpstream,
  type ScriptedUpstreamOptions,
  startScriptedUpstream,
} from "@/server/gateway/testing/scripted-upstream";
import { type BudgetMovement, expectConserved } from "./expect-conserved";
import { type FaultProxy, startFaultProxy } from "./fault-proxy";
import { freePort } from "./free-port";
import { type ServerProcess, startServerProcess } from "./server-process";
import { type RedisServer, startRedis } from "./start-redis";

export interface DeploymentOptions {
  replicas: number;
  /** Of the one provider, with their types and prices per million. */
  models: readonly { id: string; type?: string; prices: Record<string, string> }[];
  upstream?: Omit<ScriptedUpstreamOptions, "models">;
  hasRedis?: boolean;
  env?: Record<string, string>;
}

export interface Deployment {
  upstream: ScriptedUpstream;
  replicas: ServerProcess[];
  /** The one process, where there is one. */
  server: ServerProcess;
  apiKey: string;
  tenantId: string;
  /** Between the replicas and Postgres; the test's own queries go past it. */
  postgres: FaultProxy;
  /** Between the replicas and Redis. */
  redis: { server: RedisServer; proxy: FaultProxy } | undefined;
  /** As the owner of the tables. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  stopPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  /** Changes the organization's configuration behind the services' back; resolves once every replica goes by it. */
  change(sql: string, values?: readonly unknown[]): Promise<void>;
  /** Over the whole organization. */
  addBudget(limitNanoUsd: bigint): Promise<string>;
  /** Another organization with the same provider; its key. */
  addTenant(name: string): Promise<string>;
  /** A POST with the first organization's key, if no other is given. */
  post(path: string, body: unknown, options?: { replica?: number; apiKey?: string }): Promise<Response>;
  conserved(options?: { isStrict?: boolean }): Promise<BudgetMovement>;
  /** Resolves once every process' rows are in the database. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

/** A model that nobody calls: whether a replica lists it tells that the change it came with has arrived. */
const MARKER = "marker";
const PATIENCE = { timeout: 60_000, interval: 100 };

/** Processes of the production build that serve the gateway over one Postgres, and if wanted one Redis, each behind a proxy that can fail. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (const each of undo.toReversed()) await each();
  };
  try {
    return { ...(await deploy(options, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tells in `undo` how to take down what it has put up so far. */
async function deploy(options: DeploymentOptions, undo: (() => unknown)[]): Promise<Omit<Deployment, "close">> {
  const { models, env = {} } = options;
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-deployment-"));
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const settings = { fsync: "off", port: String(await freePort()) };
  let embedded = await startEmbeddedPostgres({ dataDir, settings });
  undo.push(() => embedded.stop());
  const ownerUrl = embedded.url;
  const postgres = await startFaultProxy({ port: Number(settings.port) });
  undo.push(postgres.close);
  const proxied = new URL(ownerUrl);
  proxied.port = String(postgres.port);
  const redisServer = options.hasRedis ? await startRedis() : undefined;
  const redis = redisServer && { server: redisServer, proxy: await startFaultProxy({ port: redisServer.port }) };
  if (redis) undo.push(redis.server.stop, redis.proxy.close);
  const upstream = await startScriptedUpstream({
    ...options.upstream,
    models: [...models.map(({ id }) => id), MARKER],
  });
  undo.push(upstream.close);
  const shared = {
    SLUICE_ROLE: "gateway",
    SLUICE_ALLOW_PRIVATE_HOSTS: new URL(upstream.url).host,
    DATABASE_URL: proxied.href,
    ENCRYPTION_KEY: `k1:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    SLUICE_INIT_API_KEY: mintApiKey().key.reveal(),
    LOG_LEVEL: "warn",
    ...(redis === undefined ? {} : { REDIS_URL: `redis://127.0.0.1:${redis.proxy.port}` }),
    ...env,
  };
  const replicas: ServerProcess[] = [];
  undo.push(async () => {
    for (const each of replicas) await each.dispose();
  });
  for (let n = 0; n < options.replicas; n += 1) replicas.push(await startServerProcess(shared));
  const [server] = replicas;
  if (server === undefined) throw new Error("A deployment has at least one replica.");
  const apiKey = shared.SLUICE_INIT_API_KEY;

  async function withOwner<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      return await run(client);
    } finally {
      await client.end();
    }
  }
  const query = (sql: string, values: readonly unknown[] = []) =>
    withOwner(async (client) => (await client.query<Record<string, unknown>>(sql, [...values])).rows);

  const post: Deployment["post"] = (path, body, { replica = 0, apiKey: key = apiKey } = {}) =>
    fetch(`${replicas[replica]?.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  async function connectProvider(key: string): Promise<void> {
    const known = (await query("SELECT id FROM tenant_models")).length;
    const provider = { provider: "openai-compatible", config: { base_url: upstream.url } };
    const saved = await post("/api/providers", provider, { apiKey: key });
    if (!saved.ok) throw new Error(`The provider was not saved: ${await saved.text()}`);
    await vi.waitUntil(
      async () => (await query("SELECT id FROM tenant_models")).length > known + models.length,
      PATIENCE,
    );
  }
  const setPrices = async () => {
    for (const { id, type = "llm", prices } of models)
      await change(
        "UPDATE tenant_models SET type = $2, prices_per_million = $3, price_source = 'test' WHERE model_id = $1",
        [id, type, JSON.stringify(prices)],
      );
  };
  await connectProvider(apiKey);
  const [tenant] = await query("SELECT id::text FROM tenants");
  const tenantId = String(tenant?.id);

  let isMarked = true;
  async function change(sql: string, values: readonly unknown[] = []): Promise<void> {
    isMarked = !isMarked;
    await withOwner(async (client) => {
      await client.query("BEGIN");
      await client.query(sql, [...values]);
      await client.query("UPDATE tenant_models SET is_enabled = $1 WHERE model_id = $2", [isMarked, MARKER]);
      await client.query("COMMIT");
    });
    const headers = { authorization: `Bearer ${apiKey}` };
    for (const { url } of replicas) {
      const lists = async () => (await (await fetch(`${url}/v1/models`, { headers })).text()).includes(MARKER);
      await vi.waitUntil(async () => (await lists()) === isMarked, PATIENCE);
    }
  }
  await change("UPDATE tenant_models SET is_enabled = true");
  await setPrices();

  return {
    upstream,
    replicas,
    server,
    apiKey,
    tenantId,
    postgres,
    redis,
    query,
    post,
    stopPostgres: () => embedded.stop(),
    async startPostgres() {
      embedded = await startEmbeddedPostgres({ dataDir, settings });
    },
    change,
    async addBudget(limitNanoUsd) {
      const id = randomUUID();
      await change(
        `INSERT INTO budgets (id, tenant_id, name, scope, period, limit_nano_usd, updated_at) VALUES ($1, $2, 'Everything', 'tenant', 'month', $3, now())`,
        [id, tenantId, limitNanoUsd.toString()],
      );
      return id;
    },
    async addTenant(name) {
      const key = mintApiKey().key.reveal();
      // A process makes what its environment names; the others hear of it.
      const maker = await startServerProcess({ ...shared, SLUICE_INIT_TENANT: name, SLUICE_INIT_API_KEY: key });
      await maker.dispose();
      const listed = () => fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
      await vi.waitUntil(async () => (await listed()).ok, PATIENCE);
      await connectProvider(key);
      await setPrices();
      return key;
    },
    conserved: (law) => withOwner((client) => expectConserved(client, law)),
    async drained() {
      for (const each of replicas)
        for (const name of ["open_attempts", "pending_rows", "refused_rows"])
          await vi.waitUntil(async () => (await each.metric(`sluice_ledger_${name}`)) === 0, PATIENCE);
    },
  };
}
