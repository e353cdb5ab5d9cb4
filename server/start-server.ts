import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { createProviderConfigInput } from "@/lib/contracts/provider-config";
import packageJson from "@/package.json";
import { dataDir, rootSecrets } from "./data-dir";
import { startEmbeddedPostgres } from "./db/embedded/start-embedded-postgres";
import { migrate } from "./db/migrate";
import { type Env, publishToNextAuth, env as readEnvironment } from "./env";
import { createRequestHandler } from "./http/create-request-handler";
import { createRestHandler } from "./http/create-rest-handler";
import { createOperations } from "./http/operations/operations";
import { createLog, type Log } from "./log";
import { publicUrl } from "./public-url";
import { createRuntime, type Runtime } from "./runtime";
import { seedCatalog } from "./services/catalog/seed-catalog";
import { bootstrap } from "./services/identity/bootstrap";
import { createProviderConfig } from "./services/provider-configs/create-provider-config";
import type { Console } from "./start-console";
import { boundHeapGrowth, collectAfterStart } from "./trim-memory";

/** How long running answers may take to end once a stop is asked for. */
const DRAIN_MS = 30_000;
/** How long the rest may take: a database that accepts and never answers must not hold a stop up for ever. */
const CLOSE_MS = 20_000;

type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** Brings the whole process up, in an order that fails early and clearly, and takes it down again on SIGINT or SIGTERM. */
export async function startServer({ egressThread }: { egressThread: URL | undefined }): Promise<void> {
  boundHeapGrowth();
  const env = readEnvironment();
  const log = createLog(env.logLevel);
  // One call's stray promise must not end everybody's.
  process.on("unhandledRejection", (reason) => log.error({ err: reason }, "A promise failed that nobody waited for."));
  const state = { isDraining: false, isConsoleReady: env.role === "gateway" };
  let handle: Handler = (req, res) => {
    const isAlive = req.url === "/healthz";
    res.writeHead(isAlive ? 200 : 503, {
      "content-type": "application/json",
      ...(isAlive ? {} : { "retry-after": "2" }),
    });
    res.end(JSON.stringify(isAlive ? { status: "ok" } : { status: "not ready", reasons: ["Sluice is starting."] }));
  };
  // The port first: that it is taken should be known before anything is started.
  const server = await listen(env, (req, res) => {
    const abandon = (error: unknown) => {
      log.error({ err: error }, "A request failed outside of its own handling.");
      res.destroy();
    };
    try {
      const handling = handle(req, res);
      if (handling instanceof Promise) handling.catch(abandon);
    } catch (error) {
      abandon(error);
    }
  });
  const parts: { runtime?: Runtime; console?: Console; stopDatabase?: () => Promise<void> } = {};
  const stop = once(() => shutDown(server, parts, state, log));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);

  const directory = dataDir(env);
  const { encryptionKeys, sessionSecret } = rootSecrets(env);
  publishToNextAuth(publicUrl(env), sessionSecret);
  const databaseUrl = await openDatabase(env, directory, parts, log);
  const applied = await migrate({ url: databaseUrl, directory: join(process.cwd(), "prisma", "migrations") });
  if (applied.length > 0) log.info({ applied }, "The database was brought up to date.");

  const runtime = await createRuntime({
    env,
    log,
    databaseUrl,
    dataDir: directory,
    rootKeys: encryptionKeys,
    sessionSecret,
    egressThread,
  });
  parts.runtime = runtime;
  await seedCatalog(runtime.database);
  const firstRun = await bootstrap(runtime, {
    onFirstTenant: async (owner) => {
      if (env.hasSandbox) {
        const input = createProviderConfigInput.parse({ provider: "sandbox", config: {} });
        await createProviderConfig({ ...runtime, actor: owner }, input);
      }
      // Whoever takes "ready" at its word calls with the first key at once.
      await runtime.snapshot.refreshTenant(owner.tenantId);
    },
  });

  const gate = {
    snapshot: runtime.snapshot,
    pepper: runtime.auth.apiKeyPepper,
    markUsed: runtime.apiKeyActivity.markUsed,
  };
  const plane = createRequestHandler({
    gate,
    gateway: runtime.gateway,
    idempotency: runtime.idempotency,
    operations: createOperations({
      version: packageJson.version,
      ledger: runtime.ledger,
      limiter: runtime.limiter,
      snapshot: runtime.snapshot,
      health: runtime.gateway.health,
      checkDatabase: () => runtime.database.check(),
      isConsoleReady: () => state.isConsoleReady,
      isDraining: () => state.isDraining,
    }),
    servesCalls: env.role !== "console",
    rest: createRestHandler({
      gate,
      services: runtime,
      idempotency: runtime.idempotency,
      slugOf: (tenantId) => runtime.snapshot.tenant(tenantId)?.slug ?? tenantId,
      refreshTenant: runtime.snapshot.refreshTenant,
    }),
    log,
  });
  handle = (req, res) => {
    if (state.isDraining) res.setHeader("connection", "close");
    if (plane(req, res)) return;
    if (parts.console) return parts.console.handle(req, res);
    res.writeHead(env.role === "gateway" ? 404 : 503, {
      "content-type": "text/plain; charset=utf-8",
      "retry-after": "2",
    });
    res.end(
      env.role === "gateway"
        ? "This replica serves the gateway only; the console runs elsewhere.\n"
        : "The console is starting.\n",
    );
  };
  if (env.role !== "gateway") {
    // Here, so that a replica without the console never loads Next and what is its alone.
    const { startConsole } = await import("./start-console");
    parts.console = await startConsole(runtime, server);
    state.isConsoleReady = true;
  }
  collectAfterStart();
  announce(publicUrl(env), firstRun);
}

async function listen(env: Env, handler: Handler): Promise<Server> {
  const server = createServer(handler);
  // A client that dribbles its headers, or keeps an idle socket for ever, must not hold a place.
  server.headersTimeout = 20_000;
  server.requestTimeout = 300_000;
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${env.port} of ${env.host} is taken by another program. Stop it, or start Sluice with another: PORT=3001 npm start`,
            )
          : error,
      );
    });
    server.listen(env.port, env.host, resolve);
  });
  return server;
}

async function openDatabase(
  env: Env,
  directory: string,
  parts: { stopDatabase?: () => Promise<void> },
  log: Log,
): Promise<string> {
  if (env.databaseUrl) return env.databaseUrl.reveal();
  const embedded = await startEmbeddedPostgres({ dataDir: directory, log: (message) => log.info(message) });
  parts.stopDatabase = embedded.stop;
  return embedded.url;
}

function announce(url: string, firstRun: { email: string; password: string } | null): void {
  console.log(`\n  Sluice is ready at ${url}\n`);
  if (firstRun) {
    console.log(`  First administrator: ${firstRun.email}\n  Password, shown only now: ${firstRun.password}\n`);
  }
}

async function shutDown(
  server: Server,
  parts: { runtime?: Runtime; console?: Console; stopDatabase?: () => Promise<void> },
  state: { isDraining: boolean },
  log: Log,
): Promise<void> {
  state.isDraining = true;
  log.info("Stopping: no new connections; running answers may end.");
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that falls idle during the drain would otherwise be kept alive for a minute.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  parts.console?.closeSockets();
  await closed;
  clearTimeout(timer);
  clearInterval(idle);
  setTimeout(() => {
    log.error("The stop takes too long and is cut short; the journal keeps what the database did not get.");
    process.exit(1);
  }, CLOSE_MS);
  try {
    await parts.runtime?.close();
    await parts.console?.close();
    await parts.stopDatabase?.();
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, "The stop did not go through cleanly; the journal keeps what the database did not get.");
    process.exit(1);
  }
}

function once(run: () => Promise<void>): () => void {
  let hasRun = false;
  return () => {
    if (hasRun) return;
    hasRun = true;
    void run();
  };
}
