import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { validate as isUuid } from "uuid";
import { AppError } from "@/lib/contracts/errors";
import { connectAsRole, type DatabaseRole } from "./connect-as-role";
import type { DatabaseLog } from "./database-log";
import { PrismaClient } from "./generated/client";
import { isOutOfReach } from "./is-out-of-reach";
import { listen } from "./listen";
import { isConflict, retryConflicts } from "./retry-conflicts";
import { scopeToTenant } from "./scope-to-tenant";
import { hasSqlState } from "./sql-state";

const APP_POOL_SIZE = 10;
const SYSTEM_POOL_SIZE = 5;
const LEDGER_POOL_SIZE = 4;
const LEDGER_ANSWER_MS = 30_000;

/** Prisma within one tenant's transaction: every statement is narrowed to the tenant, by the client and by row level security. */
export type TenantTransaction = Parameters<Parameters<ReturnType<typeof tenantClient>["$transaction"]>[0]>[0];

export interface Database {
  /**
   * Runs one transaction as the tenant. Retried up to three times when Postgres gives it up for a conflict, so `run` must have no effect
   * outside the database. Throws `not_ready` when the database does not answer, and `TenantScopeError` when `run` reaches for what is not the tenant's.
   */
  inTenant<T>(tenantId: string, run: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /** Past every tenant: for sign-in, the snapshot, the ledger and bootstrap alone. */
  readonly asSystem: PrismaClient;
  /** The same role without Prisma, for the ledger's batches and the budgets' leases alone. */
  readonly ledgerPool: pg.Pool;
  /** Hears `NOTIFY` on a channel, reconnecting for ever; `onGap` says that notices may be missed, and again that they may have been. */
  listen(channel: string, onPayload: (payload: string) => void, onGap: () => void): Promise<{ close(): Promise<void> }>;
  /** Rejects unless both pools answer and act as their roles. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A Postgres address whose login may become `sluice_app` and `sluice_system`. Holds a password: never logged. */
  url: string;
  log?: DatabaseLog;
  /** Connections of tenants' transactions. */
  appPoolSize?: number;
}

export function createDatabase({ url, log = () => {}, appPoolSize = APP_POOL_SIZE }: DatabaseOptions): Database {
  const app = connectClient(url, "sluice_app", appPoolSize, log);
  const system = connectClient(url, "sluice_system", SYSTEM_POOL_SIZE, log);

  const ledgerPool = new pg.Pool({
    ...connectAsRole(url, "sluice_system"),
    max: LEDGER_POOL_SIZE,
    // A database that accepts and never answers must not keep these for ever: what failed is tried again.
    query_timeout: LEDGER_ANSWER_MS,
  });
  ledgerPool.on("error", (error) =>
    log({ level: "warn", msg: "An idle database connection broke.", reason: error.message }),
  );

  return {
    asSystem: system,
    ledgerPool,
    async inTenant(tenantId, run) {
      if (!isUuid(tenantId)) throw new TypeError("inTenant needs the id of a tenant.");
      const client = tenantClient(app, tenantId);
      return retryConflicts(() =>
        client.$transaction(
          async (tx) => {
            await tx.$queryRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
            return run(tx);
          },
          { maxWait: 5_000, timeout: 10_000 },
        ),
      ).catch(explain);
    },
    listen: (channel, onPayload, onGap) =>
      listen({ connection: connectAsRole(url, "sluice_system"), channel, onPayload, onGap, log }),
    async check() {
      await Promise.all([expectRole(app, "sluice_app"), expectRole(system, "sluice_system")]);
    },
    async close() {
      await Promise.all([app.$disconnect(), system.$disconnect(), ledgerPool.end()]);
    },
  };
}

/** Postgres: a text, or a JSON text, holds NUL. */
const NUL_STATES = new Set(["22021", "22P05"]);

/** Whose fault it is that a transaction failed, where it is not this code's. Postgres holds no NUL, and a caller may send one in any text. */
function explain(error: unknown): never {
  if (isOutOfReach(error)) {
    const message = "Sluice can't reach its database. Nothing was changed, as far as it can tell. Try again shortly.";
    throw new AppError("not_ready", message, { retryAfterSeconds: 5 }, { cause: error });
  }
  if (isConflict(error)) {
    const message = "Others kept changing the same at the same moment. Nothing was changed. Try again.";
    throw new AppError("not_ready", message, { retryAfterSeconds: 1 }, { cause: error });
  }
  if (!hasSqlState(error, NUL_STATES)) throw error;
  throw new AppError(
    "invalid_request",
    "A text holds the character NUL (U+0000), which the database can't keep. Remove it and try again.",
    {},
    { cause: error },
  );
}

function connectClient(url: string, role: DatabaseRole, max: number, log: DatabaseLog): PrismaClient {
  const adapter = new PrismaPg(
    { ...connectAsRole(url, role), max },
    {
      onPoolError: (error) =>
        log({ level: "warn", msg: "An idle database connection broke.", role, reason: error.message }),
      onConnectionError: (error) =>
        log({ level: "warn", msg: "A database connection broke.", role, reason: error.message }),
    },
  );
  return new PrismaClient({ adapter });
}

function tenantClient(client: PrismaClient, tenantId: string) {
  return client.$extends({
    query: {
      $allModels: {
        $allOperations: ({ model, operation, args, query }) =>
          query({ ...args, ...scopeToTenant(tenantId, model, operation, args) }),
      },
    },
  });
}

async function expectRole(client: PrismaClient, role: DatabaseRole): Promise<void> {
  const rows = await client.$queryRaw<{ role: string }[]>`SELECT current_user::text AS role`;
  if (rows[0]?.role === role) return;
  throw new Error(
    `The database session acts as "${rows[0]?.role}" and not as "${role}", so tenants would not be kept apart. Connect without a pooler that drops start-up options.`,
  );
}
