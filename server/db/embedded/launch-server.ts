import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, renameSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { ClusterPaths } from "./cluster-paths";
import { postgresBinaries } from "./postgres-binaries";
import { type Postmaster, readPostmaster } from "./postmaster-pid";
import { unprivileged } from "./unprivileged";

const POLL_MS = 20;
const READY_TIMEOUT_MS = 60_000;
const LAUNCHES_MAX = 5;
/** Both pass by themselves: children of a killed server take a moment to leave, and somebody else may take the port we picked. */
const PASSING_FAULTS = ["pre-existing shared memory block", "could not bind", "Address already in use", "lock file"];

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "128MB",
  max_connections: "200",
  timezone: "UTC",
};

/** Starts the server on a free loopback port and waits until it takes connections. Throws with the end of its log when it does not. */
export async function launchServer(paths: ClusterPaths, settings: Record<string, string>): Promise<Postmaster> {
  for (let launch = 1; ; launch++) {
    const outcome = await tryLaunch(paths, settings);
    if (typeof outcome !== "string") return outcome;
    if (launch === LAUNCHES_MAX || !PASSING_FAULTS.some((fault) => outcome.includes(fault))) {
      throw new Error(
        `The embedded Postgres did not start. The end of ${paths.log}:\n${outcome}\n` +
          "If the files are damaged, restore DATA_DIR from a backup, or set DATABASE_URL to another server.",
      );
    }
    await delay(200 * launch);
  }
}

async function tryLaunch(paths: ClusterPaths, settings: Record<string, string>): Promise<Postmaster | string> {
  const { postgres } = await postgresBinaries();
  const { command, identity, own } = unprivileged(paths.data);
  own(paths.root);
  const options = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { file, args } = command(postgres, ["-D", paths.data, "-p", String(await freePort()), ...options]);

  if (existsSync(paths.log)) renameSync(paths.log, `${paths.log}.previous`);
  const log = openSync(paths.log, "a", 0o600);
  // A file, not a pipe: the server must be able to write after a parent that was killed. A process group of its own: Ctrl-C
  // reaches us first, and we stop the server last.
  const server = spawn(file, args, { ...identity, cwd: "/", stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  server.unref();
  const watching = new AbortController();
  const ended = once(server, "exit", { signal: watching.signal }).then(
    () => readFileSync(paths.log, "utf8").slice(-2000),
    (error: Error) => error.message,
  );
  try {
    return await Promise.race([ended, untilReady(paths, READY_TIMEOUT_MS)]);
  } finally {
    watching.abort(); // From now on, its end is not a failed start.
  }
}

/** Waits for the server of this cluster to take connections; what is wrong, when it does not in time. */
export async function untilReady(paths: ClusterPaths, timeoutMs: number): Promise<Postmaster | string> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const postmaster = readPostmaster(paths);
    if (postmaster?.isReady) return postmaster;
    await delay(POLL_MS);
  }
  return `no server became ready within ${timeoutMs / 1000} s`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
