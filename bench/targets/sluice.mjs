import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createCalls } from "./calls.mjs";
import { configureSluice } from "./configure-sluice.mjs";
import { freePort } from "./free-port.mjs";
import { countRows, postmasterPid } from "./sluice-database.mjs";
import { answersCall, untilAnswers } from "./until-answers.mjs";

const STOP_LIMIT_MS = 40_000;
const DRAIN_LIMIT_MS = 300_000;
const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** As `npm start` serves it: pages and gateway in one process, embedded Postgres beside it, everything on. */
export const sluice = { id: "sluice", label: "Sluice", start: (parts) => startSluice(parts, "sluice", "all") };

/** A replica without the console. */
export const sluiceGateway = {
  id: "sluice-gateway",
  label: "Sluice (SLUICE_ROLE=gateway)",
  start: (parts) => startSluice(parts, "sluice-gateway", "gateway"),
};

async function startSluice({ children, rootDir, workDir, upstreams, models }, name, role) {
  const dataDir = join(workDir, name);
  mkdirSync(dataDir);
  const port = await freePort();
  const key = `sk-sluice-${base62(12)}-${base62(43)}`;
  const serve = (as) =>
    children.start(name, process.execPath, ["--max-semi-space-size=8", "dist/server.mjs"], {
      cwd: rootDir,
      stopMs: STOP_LIMIT_MS,
      env: {
        NODE_ENV: "production",
        // As the start script sets them.
        MALLOC_MMAP_THRESHOLD_: "131072",
        MALLOC_TRIM_THRESHOLD_: "131072",
        NEXT_TELEMETRY_DISABLED: "1",
        SLUICE_ROLE: as,
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        LOG_LEVEL: "warn",
        SLUICE_INIT_EMAIL: "bench@sluice.test",
        SLUICE_INIT_PASSWORD: base62(24),
        SLUICE_INIT_API_KEY: key,
        SLUICE_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${upstreams.fixed},127.0.0.1:${upstreams.stream}`,
        // A run is about this process and its own database, whatever the shell is set to.
        DATABASE_URL: "",
        REDIS_URL: "",
        ENCRYPTION_KEY: "",
        NEXTAUTH_SECRET: "",
        NEXTAUTH_URL: "",
      },
    });
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  const calls = createCalls({
    chatPort: port,
    chatModel: models.chat,
    streamModel: models.stream,
    headers: { authorization: `Bearer ${key}` },
  });

  // The console is where limits and prices are set; a replica without it finds them in the database.
  let started = serve("all");
  await untilAnswers(started, isReady);
  await configureSluice({ port, key, upstreams, models });
  await untilAnswers(started, () => answersCall(calls.chat));
  if (role !== "all") {
    await started.stop();
    started = serve(role);
    await untilAnswers(started, isReady);
    await untilAnswers(started, () => answersCall(calls.chat));
  }
  return {
    calls,
    processes: [started],
    databasePid: () => postmasterPid(dataDir),
    countRows: (since) => countRows(dataDir, since),
    drain: () => drain(port),
  };
}

/** Waits until every row of usage is in Postgres: how many were not at first, and how long it took. */
async function drain(port) {
  const startedAtMs = Date.now();
  let rowsBehind;
  while (Date.now() - startedAtMs < DRAIN_LIMIT_MS) {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const gauge = (name) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1]);
    const rows = gauge("sluice_ledger_pending_rows");
    rowsBehind ??= rows;
    if (rows === 0 && gauge("sluice_ledger_open_attempts") === 0) {
      return { rowsBehind, drainMs: Date.now() - startedAtMs };
    }
    await wait(50);
  }
  throw new Error(`The ledger was not drained within ${DRAIN_LIMIT_MS / 1000} s.`);
}

function base62(length) {
  return Array.from({ length }, () => BASE_62[randomInt(BASE_62.length)]).join("");
}
