import { setTimeout as delay } from "node:timers/promises";
import type { ClusterPaths } from "./cluster-paths";
import { readPostmaster } from "./postmaster-pid";

const POLL_MS = 20;
const FAST_TIMEOUT_MS = 20_000;

/** Ends the server of this cluster, if one runs: open transactions are rolled back, everything is written, connections are closed. */
export async function stopServer(paths: ClusterPaths): Promise<void> {
  // "Fast" and "immediate" shutdown, as the Postgres manual's "Shutting Down the Server" defines them.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    const postmaster = readPostmaster(paths);
    if (!postmaster) return;
    process.kill(postmaster.pid, signal);
    const deadline = Date.now() + FAST_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (readPostmaster(paths)?.pid !== postmaster.pid) return;
      await delay(POLL_MS);
    }
  }
}
