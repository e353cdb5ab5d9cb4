import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import pg from "pg";
import { type ClusterPaths, clusterPaths } from "./cluster-paths";
import { clusterUrl, EMBEDDED_DATABASE } from "./cluster-url";
import { initCluster } from "./init-cluster";
import { launchServer, untilReady } from "./launch-server";
import { type Postmaster, readPostmaster, removeStalePidFile } from "./postmaster-pid";
import { processIdentity } from "./process-identity";
import { withStartLock } from "./start-lock";
import { stopServer } from "./stop-server";

const LOCK_TIMEOUT_MS = 120_000;
const JOIN_TIMEOUT_MS = 60_000;

export interface EmbeddedPostgres {
  /** postgresql:// address with the password; never log it. */
  url: string;
  /** Whether `stop` ends the server. False when another living process started it. */
  isOwner: boolean;
  /** Ends the server if it is ours; may be called twice. Close your pools first. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  database?: string;
  /** Told in a sentence what takes time. */
  log?: (message: string) => void;
  /** Server settings over ours, used only by the one who starts the server. */
  settings?: Record<string, string>;
}

/**
 * A real Postgres server below `dataDir`: made on first use, joined when another process runs it, adopted when that process died
 * without stopping it. Throws with what happened and what to do when it can't run.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { database = EMBEDDED_DATABASE, log = () => undefined, settings = {} } = options;
  mkdirSync(resolve(options.dataDir), { recursive: true });
  const paths = clusterPaths(options.dataDir);

  const { port, isOwner } = await withStartLock(paths.lock, LOCK_TIMEOUT_MS, async () => {
    const running = readPostmaster(paths);
    const joined = running && (await join(paths, running, log));
    if (joined) return { port: joined.port, isOwner: takeOwnership(paths) };
    log("Starting the embedded Postgres.");
    await initCluster(paths);
    removeStalePidFile(paths);
    const postmaster = await launchServer(paths, settings);
    writeOwner(paths);
    return { port: postmaster.port, isOwner: true };
  });

  const url = clusterUrl(paths, port, database);
  await ensureDatabase(clusterUrl(paths, port, "postgres"), database);
  let stopping: Promise<void> | undefined;
  return {
    url,
    isOwner,
    stop: () => {
      stopping ??= isOwner ? stopServer(paths) : Promise.resolve();
      return stopping;
    },
  };
}

/** Waits for a server that is starting or recovering; undefined when it ended instead, as one does that was shutting down. */
async function join(paths: ClusterPaths, running: Postmaster, log: (message: string) => void) {
  if (running.isReady) return running;
  log("Waiting for the embedded Postgres that another process started.");
  const deadline = Date.now() + JOIN_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const ready = await untilReady(paths, 500);
    if (typeof ready !== "string") return ready;
    if (!readPostmaster(paths)) return undefined;
  }
  throw new Error(
    `The embedded Postgres (process ${running.pid}) runs but takes no connections. Look into ${paths.log}; end that process and try again.`,
  );
}

/** True when the process that started the server is gone, so that stopping it is now ours to do. */
function takeOwnership(paths: ClusterPaths): boolean {
  const owner = readOwner(paths);
  if (owner !== undefined && processIdentity(Number.parseInt(owner, 10)) === owner) return false;
  writeOwner(paths);
  return true;
}

function readOwner(paths: ClusterPaths): string | undefined {
  try {
    return readFileSync(paths.owner, "utf8");
  } catch {
    return undefined; // Killed before it could sign: nobody owns the server.
  }
}

function writeOwner(paths: ClusterPaths): void {
  writeFileSync(paths.owner, processIdentity(process.pid) ?? String(process.pid));
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await admin.connect();
  try {
    const { rowCount } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (!rowCount) await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    // Two starters may find it missing at once; the later one is told it exists (42P04) or meets the unique index (23505).
    const isRace = error instanceof pg.DatabaseError && (error.code === "42P04" || error.code === "23505");
    if (!isRace) throw error;
  } finally {
    await admin.end();
  }
}
