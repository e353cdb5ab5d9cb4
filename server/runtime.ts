import { availableParallelism } from "node:os";
import { correctSpending } from "@/server/services/budgets/correct-spending";
import { createBudgetWatch } from "@/server/services/budgets/create-budget-watch";
import { type Auth, createAuth } from "./auth/create-auth";
import { type ApiKeyActivity, createApiKeyActivity } from "./db/api-key-activity";
import { createBudgetStore } from "./db/budget-store";
import { createDatabase, type Database } from "./db/client";
import { createConfigStore } from "./db/config-store";
import { createDataKeyStore } from "./db/data-key-store";
import type { DatabaseLog } from "./db/database-log";
import { createLedgerStore } from "./db/ledger-store";
import { createResponseCacheStore } from "./db/response-cache-store";
import { createSpeedStore } from "./db/speed-store";
import type { Env, RootKey } from "./env";
import {
  type ConfigSnapshot,
  connectRedis,
  createBudgetBook,
  createConfigSnapshot,
  createEgress,
  createEgressThread,
  createGateway,
  createLedger,
  createLimiter,
  createRedisLimits,
  createResponseCache,
  createSpeedMeter,
  type Egress,
  type Gateway,
  type Ledger,
  type Limiter,
  type ResponseCache,
  seedSpeed,
} from "./gateway";
import { createEncryptionRing } from "./gateway/secrets/encryption-ring";
import { createVault, type Vault } from "./gateway/secrets/vault";
import type { Secret } from "./gateway/spec/secret";
import { createJobRunner, type JobRunner } from "./jobs/create-job-runner";
import type { Log } from "./log";
import { publicUrl } from "./public-url";
import { createAlertEvaluator } from "./services/alerts/create-alert-evaluator";
import { createBudgetReconciler } from "./services/budgets/create-budget-reconciler";
import { createReconciliationHandler } from "./services/budgets/create-reconciliation-handler";
import { createIdempotency, type Idempotency } from "./services/idempotency/create-idempotency";
import { createModelSyncHandler } from "./services/models/create-model-sync-handler";
import { createDispatcher } from "./services/notifications/create-dispatcher";
import { createMailer } from "./services/notifications/create-mailer";
import { createNotifier, type Notifier } from "./services/notifications/create-notifier";
import { createRepricingHandler } from "./services/prices/create-repricing-handler";
import { keepHealth } from "./services/provider-configs/keep-health";
import { probeHealth } from "./services/provider-configs/probe-health";
import { createRequestExportHandler } from "./services/request-exports/create-request-export-handler";
import { createReplayHandler } from "./services/routing/create-replay-handler";
import { createUsageUpkeep } from "./services/usage/create-usage-upkeep";

/** Everything that lives once in the process, put together here and nowhere else. */
export interface Runtime {
  env: Env;
  log: Log;
  database: Database;
  snapshot: ConfigSnapshot;
  gateway: Gateway;
  idempotency: Idempotency;
  egress: Egress;
  vault: Vault;
  ledger: Ledger;
  cache: ResponseCache;
  limiter: Limiter;
  jobs: JobRunner;
  notifier: Notifier;
  apiKeyActivity: ApiKeyActivity;
  auth: Auth;
  hasSandbox: boolean;
  now(): Date;
  /** In the order that loses nothing: jobs, ledger, what budgets still reserve, then the database. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  env: Env;
  log: Log;
  databaseUrl: string;
  dataDir: string;
  /** The active one first. */
  rootKeys: readonly RootKey[];
  sessionSecret: Secret;
  /** The bundle to run as the egress thread, where there is one. */
  egressThread?: URL | undefined;
}

export async function createRuntime({
  env,
  log,
  databaseUrl,
  dataDir,
  rootKeys,
  sessionSecret,
  egressThread,
}: RuntimeOptions): Promise<Runtime> {
  const tell: DatabaseLog = ({ level, msg, ...fields }) => log[level](fields, msg);
  const database = createDatabase({ url: databaseUrl, log: tell });
  await database.check();
  const vault = createVault({ ring: createEncryptionRing(rootKeys), store: createDataKeyStore(database) });
  const policy = { allowPrivateHosts: env.allowPrivateHosts, isOffline: env.isOffline };
  // With a single core a second thread would only add its switching.
  const thread = egressThread && availableParallelism() > 1 ? createEgressThread(egressThread, policy) : undefined;
  const egress = createEgress({ ...policy, thread });
  const ledger = await createLedger({ dataDir, store: createLedgerStore(database), log: tell });
  const budgets = createBudgetBook({ store: createBudgetStore(database, ledger.writerId), log: tell });
  const snapshot = await createConfigSnapshot({
    store: createConfigStore(database),
    log: (msg, err) => log.warn({ err }, msg),
  });
  const limiter = await connectLimiter(env.redisUrl, log);
  const idempotency = createIdempotency({ database, vault, log: (msg, err) => log.warn({ err }, msg) });
  const cache = await createResponseCache({
    store: createResponseCacheStore(database),
    vault,
    log: (msg, err) => log.warn({ err }, msg),
  });
  const speed = createSpeedMeter();
  // In the background: a call that comes first is routed by what the catalog says, as it would be without.
  seedSpeed(speed, createSpeedStore(database), new Date()).catch((err: unknown) =>
    log.warn({ err }, "Models' speeds of the last day can't be read; they are measured anew."),
  );
  const gateway = createGateway({
    snapshot,
    ledger,
    egress,
    vault,
    cache,
    limiter,
    budgets,
    speed,
    systemKeys: env.systemKeys,
  });
  const apiKeyActivity = createApiKeyActivity(database, tell);
  const now = () => new Date();
  const warn = (msg: string, err: unknown) => log.warn({ err }, msg);
  const mailer = env.mail ? createMailer(env.mail) : null;
  const notifier = createNotifier({ egress, vault, mailer, publicUrl: publicUrl(env), now });
  const dispatcher = createDispatcher({ database, notifier, now, log: warn });
  const onTransition = () => void dispatcher.run().catch((error: unknown) => warn("Alerts can't be sent yet.", error));
  const evaluator = createAlertEvaluator({ database, now, onTransition, log: warn });
  const budgetWatch = createBudgetWatch({ database, now, onTransition, log: warn });
  const jobs = createJobRunner({
    database,
    handlers: {
      budget_reconciliation: createReconciliationHandler({ database }),
      model_sync: createModelSyncHandler({ database, vault, egress, now, refreshTenant: snapshot.refreshTenant }),
      repricing: createRepricingHandler({ database, now, onCostsCorrected: [correctSpending] }),
      routing_replay: createReplayHandler({ database, gateway }),
      request_export: createRequestExportHandler({ database, now }),
    },
    log: (msg, err) => log.warn({ err }, msg),
  });
  const healthKeeper = keepHealth({
    database,
    health: gateway.health,
    now,
    log: (msg, err) => log.warn({ err }, msg),
  });
  const reconciler = createBudgetReconciler({ database, log: (msg, err) => log.warn({ err }, msg) });
  const probes = probeHealth({ database, health: gateway.health, egress, vault, now, log: warn });
  const upkeep = createUsageUpkeep({ database, now, log: (msg, err) => log.warn({ err }, msg) });
  return {
    env,
    log,
    database,
    snapshot,
    gateway,
    idempotency,
    egress,
    vault,
    ledger,
    cache,
    limiter,
    jobs,
    notifier,
    apiKeyActivity,
    auth: createAuth({ database, sessionSecret, now }),
    now,
    hasSandbox: env.hasSandbox,
    async close() {
      await idempotency.close();
      await evaluator.close();
      await budgetWatch.close();
      await dispatcher.close();
      mailer?.close();
      await jobs.close();
      await probes.close();
      await healthKeeper.close();
      await cache.close();
      await reconciler.close();
      await upkeep.close();
      await snapshot.close();
      await ledger.close();
      limiter.close();
      await budgets.close();
      await apiKeyActivity.close();
      await egress.close();
      await database.close();
    },
  };
}

/** Shared through Redis where there is one, else of this process alone. */
async function connectLimiter(redisUrl: Secret | undefined, log: Log): Promise<Limiter> {
  const tell = (level: "info" | "error", message: string) => log[level](message);
  if (!redisUrl) return createLimiter({ log: tell });
  const { run, reconnect, close } = await connectRedis(redisUrl);
  return createLimiter({ redis: { limits: createRedisLimits({ run }), reconnect, close }, log: tell });
}
