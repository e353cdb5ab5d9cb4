import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "./free-port";

/** Why the tests that need a Redis of their own can't run here; undefined where they can. */
export const WHY_NO_REDIS = (process.env.PATH ?? "")
  .split(delimiter)
  .some((directory) => existsSync(join(directory, "redis-server")))
  ? undefined
  : "No redis-server on the PATH: install the package redis-server (npm test does so where it may).";

export interface RedisServer {
  port: number;
  url: string;
  /** Past Sluice, straight to the server. */
  command(name: string, ...args: string[]): Promise<unknown>;
  /** As a crash: nothing is kept. */
  kill(): Promise<void>;
  /** The same port again, empty. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Redis of the test's own on a free port of loopback, which it may stop, fill and break. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "sluice-redis-"));
  let child: ChildProcess | undefined;
  const client = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 20, lazyConnect: true });
  client.on("error", () => undefined);

  async function start(): Promise<void> {
    const settings = { port: String(port), bind: "127.0.0.1", save: "", appendonly: "no", dir: directory };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    child = spawn("redis-server", args, { stdio: "ignore" });
    await client.ping();
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    command: (name, ...args) => client.call(name, ...args),
    kill,
    start,
    async stop() {
      client.disconnect();
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
