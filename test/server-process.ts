import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mintApiKey } from "@/server/auth/api-keys";
import { runningClusterUrl } from "@/server/db/embedded/cluster-url";
import { freePort } from "./free-port";

const READY_TIMEOUT_MS = 60_000;

export interface ServerProcess {
  url: string;
  /** Admin scope. */
  apiKey: string;
  dataDir: string;
  /** As its owner. */
  databaseUrl(): string;
  /** Everything it printed. */
  output(): string;
  kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
  /** One of the figures of /metrics, by its name and, where it has some, its labels. */
  metric(series: string): Promise<number>;
  /** The same server over the same data, in a new process. Resolves once it is ready; the result is how long that took. */
  start(): Promise<number>;
  /** Stops it cleanly and removes its data. */
  dispose(): Promise<void>;
}

/**
 * The production build as its own process, over the Postgres of `DATABASE_URL`, or without one on embedded Postgres in a folder of its own. Several
 * over one database need the same `SLUICE_INIT_API_KEY`.
 */
export async function startServerProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-process-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const apiKey = env.SLUICE_INIT_API_KEY ?? mintApiKey().key.reveal();
  let child: ChildProcess | undefined;
  let output = "";

  async function start(): Promise<number> {
    const startedAt = performance.now();
    const started = spawn(process.execPath, ["--max-semi-space-size=8", "dist/server.mjs"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        DATABASE_URL: "",
        NEXTAUTH_URL: "",
        SLUICE_INIT_EMAIL: "owner@sluice.test",
        SLUICE_INIT_PASSWORD: "seven quiet lock gates",
        SLUICE_INIT_TENANT: "Waterworks",
        SLUICE_INIT_API_KEY: apiKey,
        ...env,
      },
    });
    for (const stream of [started.stdout, started.stderr])
      stream.on("data", (data: Buffer) => (output += data.toString()));
    child = started;
    while (!(await isReady(url))) {
      if (started.exitCode !== null)
        throw new Error(`The server ended with ${started.exitCode}:\n${output.slice(-4000)}`);
      if (performance.now() - startedAt > READY_TIMEOUT_MS)
        throw new Error(`The server did not become ready:\n${output.slice(-4000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return performance.now() - startedAt;
  }

  async function kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  await start();
  return {
    url,
    apiKey,
    dataDir,
    databaseUrl() {
      const running = env.DATABASE_URL ?? runningClusterUrl(dataDir);
      if (!running) throw new Error("The embedded database does not run.");
      return running;
    },
    output: () => output,
    kill,
    start,
    async metric(series) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split("\n").find((each) => each.startsWith(`${series} `));
      if (line === undefined) throw new Error(`There is no ${series} in the metrics.`);
      return Number(line.slice(series.length + 1));
    },
    async dispose() {
      await kill("SIGTERM");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
}
