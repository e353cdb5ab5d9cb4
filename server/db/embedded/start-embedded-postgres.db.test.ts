import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { clusterPaths } from "./cluster-paths";
import { runningClusterUrl } from "./cluster-url";
import { readPostmaster } from "./postmaster-pid";
import { processIdentity } from "./process-identity";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start-embedded-postgres";
import { stopServer } from "./stop-server";

describe("startEmbeddedPostgres", { timeout: 60_000 }, () => {
  let dataDir: string;
  let made: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), "sluice-embedded-"));
    await (await startEmbeddedPostgres({ dataDir: made })).stop();
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "sluice-embedded-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await stopServer(clusterPaths(dataDir));
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Making a cluster takes longer than these tests: they begin with one that ran before. Owners and modes matter to Postgres. */
  const beginWithCluster = () => execFileSync("cp", ["-a", `${made}/.`, dataDir]);

  const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir });

  /** Another process that starts or joins and stays; resolves with what it says of itself. */
  async function startElsewhere() {
    const child = spawn(process.execPath, ["--import", "tsx", "test/start-postgres.ts", dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    const [line] = await once(child.stdout, "data");
    const { isOwner } = JSON.parse(String(line));
    return { child, isOwner: Boolean(isOwner) };
  }

  async function query(url: string, sql: string) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it("makes a cluster, keeps what was written, and stops when told", async () => {
    const first = await start();
    expect(first.isOwner).toBe(true);
    await query(first.url, "CREATE TABLE kept AS SELECT 7 AS n");
    await first.stop();
    expect(readPostmaster(clusterPaths(dataDir))).toBeUndefined();

    const second = await start();
    expect(await query(second.url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    await second.stop();
  });

  it("listens on loopback alone and asks for the password", async () => {
    beginWithCluster();
    const { url } = await start();
    expect(await query(url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    const stranger = new URL(url);
    stranger.password = "guess";
    await expect(query(stranger.href, "SELECT 1")).rejects.toThrow("password authentication failed");
  });

  it("joins the server of another living process and leaves it running", async () => {
    beginWithCluster();
    const other = await startElsewhere();
    expect(other.isOwner).toBe(true);
    const joined = await start();
    expect(joined.isOwner).toBe(false);
    await joined.stop();
    expect(await query(joined.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("ends with one server and one owner when several start at once", async () => {
    const started = await Promise.all([startElsewhere(), startElsewhere(), startElsewhere()]);
    expect(started.filter(({ isOwner }) => isOwner)).toHaveLength(1);
    expect(existsSync(clusterPaths(dataDir).lock)).toBe(false);
  });

  it("adopts and stops a server whose starter was killed", async () => {
    beginWithCluster();
    const other = await startElsewhere();
    await kill(other.child);
    const adopted = await start();
    expect(adopted.isOwner).toBe(true);
    await adopted.stop();
    expect(readPostmaster(clusterPaths(dataDir))).toBeUndefined();
  });

  it("loses nothing committed when the server itself is killed", async () => {
    beginWithCluster();
    const first = await start();
    await query(first.url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
    const { pid } = readPostmaster(clusterPaths(dataDir)) ?? { pid: 0 };
    process.kill(pid, "SIGKILL");
    await expect.poll(() => processIdentity(pid)).toBeUndefined();

    const second = await start();
    expect(await query(second.url, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 1000 }]);
  });

  it("starts in spite of a postmaster.pid whose number now belongs to another program", async () => {
    beginWithCluster();
    const { postmasterPid, data } = clusterPaths(dataDir);
    writeFileSync(postmasterPid, `${process.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`);
    expect((await start()).isOwner).toBe(true);
  });

  it("clears away an initialisation and a lock that were interrupted", async () => {
    const { lock } = clusterPaths(dataDir);
    const half = join(dataDir, "postgres.init-half");
    mkdirSync(join(half, "data"), { recursive: true });
    writeFileSync(lock, "999999999:1");
    expect((await start()).isOwner).toBe(true);
    expect([existsSync(half), existsSync(lock)]).toEqual([false, false]);
  });

  it("tells command-line tools the address while it runs, and only then", async () => {
    beginWithCluster();
    expect(runningClusterUrl(dataDir)).toBeUndefined();
    const postgres = await start();
    expect(runningClusterUrl(dataDir)).toBe(postgres.url);
    await postgres.stop();
    expect(runningClusterUrl(dataDir)).toBeUndefined();
  });

  it.runIf(process.getuid?.() === 0)("serves the same data as root with user namespaces and without", async () => {
    beginWithCluster();
    const first = await start();
    await query(first.url, "CREATE TABLE kept AS SELECT 7 AS n");
    await first.stop();
    const forbidding = join(dataDir, "bin");
    mkdirSync(forbidding);
    writeFileSync(join(forbidding, "unshare"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    vi.stubEnv("PATH", `${forbidding}:/usr/bin:/bin`);
    const without = await start();
    vi.unstubAllEnvs();
    expect(await query(without.url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    await without.stop();

    const again = await start();
    expect(await query(again.url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
  });

  it("says what the server said when it can't start", async () => {
    beginWithCluster();
    const config = join(clusterPaths(dataDir).data, "postgresql.conf");
    writeFileSync(config, `${readFileSync(config, "utf8")}\nnonsense = 1\n`);
    await expect(start()).rejects.toThrow(/unrecognized configuration parameter "nonsense"/);
  });
});

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
