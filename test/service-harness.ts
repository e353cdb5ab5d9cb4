import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Role } from "@/lib/contracts/permissions";
import type { Actor } from "@/server/auth/actor";
import { createAuth } from "@/server/auth/create-auth";
import { createBudgetStore } from "@/server/db/budget-store";
import { createDatabase } from "@/server/db/client";
import { createConfigStore } from "@/server/db/config-store";
import { createDataKeyStore } from "@/server/db/data-key-store";
import { createLedgerStore } from "@/server/db/ledger-store";
import { createResponseCacheStore } from "@/server/db/response-cache-store";
import {
  type ConfigSnapshot,
  createBudgetBook,
  createConfigSnapshot,
  createEgress,
  createGateway,
  createLedger,
  createLimiter,
  createResponseCache,
  type Ledger,
  type Limiter,
  type ResponseCache,
} from "@/server/gateway";
import { createEncryptionRing } from "@/server/gateway/secrets/encryption-ring";
import { createVault, type Vault } from "@/server/gateway/secrets/vault";
import { Secret } from "@/server/gateway/spec/secret";
import { createJobRunner } from "@/server/jobs/create-job-runner";
import type { Log } from "@/server/log";
import { correctSpending } from "@/server/services/budgets/correct-spending";
import { createReconciliationHandler } from "@/server/services/budgets/create-reconciliation-handler";
import { createModelSyncHandler } from "@/server/services/models/create-model-sync-handler";
import { createNotifier } from "@/server/services/notifications/create-notifier";
import { createRepricingHandler } from "@/server/services/prices/create-repricing-handler";
import { createRequestExportHandler } from "@/server/services/request-exports/create-request-export-handler";
import { createReplayHandler } from "@/server/services/routing/create-replay-handler";
import type { ServiceContext, ServiceRuntime } from "@/server/services/service-context";
import { createTestDatabase } from "./database";

export { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";

export interface ServiceHarness {
  databaseUrl: string;
  runtime: ServiceRuntime;
  snapshot: ConfigSnapshot;
  ledger: Ledger;
  limiter: Limiter;
  cache: ResponseCache;
  log: Log;
  /** Everything the services logged, as one text. */
  logged(): string;
  /** A vault that knows none of the keys in use. */
  foreignVault(): Vault;
  /** A new tenant, with its owner as the one who asks. */
  addTenant(name?: string): Promise<ServiceContext>;
  /** The same tenant and person in another role. */
  as(context: ServiceContext, role: Role): ServiceContext;
  close(): Promise<void>;
}

/** The real services, gateway, ledger and jobs over a database of the test file's own. Providers may live on loopback at any port. */
export async function createServiceHarness(): Promise<ServiceHarness> {
  const testDatabase = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-services-"));
  const lines: string[] = [];
  const pinoLog = pino({}, { write: (line: string) => lines.push(line) });
  const log = (entry: unknown, error?: unknown) => pinoLog.warn({ entry, err: error });
  const now = () => new Date();
  const database = createDatabase({ url: testDatabase.url });
  const vaultOf = (key: Buffer) =>
    createVault({
      ring: createEncryptionRing([{ id: "test", key: new Secret(key.toString("base64")) }]),
      store: createDataKeyStore(database),
    });
  const vault = vaultOf(randomBytes(32));
  const egress = createEgress({ allowPrivateHosts: ["127.0.0.1"], isOffline: false });
  const ledger = await createLedger({ dataDir, store: createLedgerStore(database), log });
  const budgets = createBudgetBook({ store: createBudgetStore(database, ledger.writerId), log });
  const snapshot = await createConfigSnapshot({ store: createConfigStore(database), log });
  const limiter = createLimiter({ log: () => undefined });
  const cache = await createResponseCache({ store: createResponseCacheStore(database), vault, log });
  const gateway = createGateway({ snapshot, ledger, egress, vault, cache, limiter, budgets });
  const jobs = createJobRunner({
    database,
    handlers: {
      budget_reconciliation: createReconciliationHandler({ database }),
      model_sync: createModelSyncHandler({ database, vault, egress, now, refreshTenant: snapshot.refreshTenant }),
      repricing: createRepricingHandler({ database, now, onCostsCorrected: [correctSpending] }),
      routing_replay: createReplayHandler({ database, gateway }),
      request_export: createRequestExportHandler({ database, now }),
    },
    log,
  });
  const auth = createAuth({ database, sessionSecret: new Secret(randomBytes(32).toString("base64")), now });
  const notifier = createNotifier({ egress, vault, mailer: null, publicUrl: "http://127.0.0.1:3000", now });
  const runtime: ServiceRuntime = {
    database,
    auth,
    vault,
    egress,
    gateway,
    jobs,
    notifier,
    hasSandbox: true,
    log: pinoLog,
    now,
  };

  return {
    databaseUrl: testDatabase.url,
    runtime,
    snapshot,
    ledger,
    limiter,
    cache,
    log: pinoLog,
    logged: () => lines.join("\n"),
    foreignVault: () => vaultOf(randomBytes(32)),
    async addTenant(name = "Acme") {
      const slug = `t-${randomUUID().slice(0, 8)}`;
      const tenant = await database.asSystem.tenant.create({ data: { name, slug } });
      const user = await database.asSystem.user.create({ data: { name: "Ada", email: `${slug}@example.com` } });
      await database.asSystem.membership.create({ data: { tenantId: tenant.id, userId: user.id, role: "owner" } });
      await snapshot.refreshTenant(tenant.id);
      const actor: Actor = {
        kind: "user",
        id: user.id,
        userId: user.id,
        name: user.name,
        tenantId: tenant.id,
        tenantSlug: slug,
        role: "owner",
        isOperator: false,
      };
      return { ...runtime, actor };
    },
    as: (context, role) => ({ ...context, actor: { ...context.actor, role } }),
    async close() {
      await jobs.close();
      await cache.close();
      await snapshot.close();
      await ledger.close();
      limiter.close();
      await budgets.close();
      await egress.close();
      await database.close();
      await testDatabase.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
