import { readFileSync, rmSync } from "node:fs";
import type { ClusterPaths } from "./cluster-paths";
import { processCommand, processIdentity } from "./process-identity";

export interface Postmaster {
  pid: number;
  port: number;
  /** False while it starts, recovers or shuts down. */
  isReady: boolean;
}

/** The server that serves this cluster now, as its postmaster.pid tells; undefined when none runs. */
export function readPostmaster(paths: ClusterPaths): Postmaster | undefined {
  const lines = readPidFile(paths)?.split("\n");
  if (!lines) return undefined;
  const pid = Number(lines[0]);
  if (!processIdentity(pid)) return undefined;
  const command = processCommand(pid);
  if (command !== undefined && !command.includes(paths.data)) return undefined;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
}

/**
 * Removes a postmaster.pid nobody stands behind. Postgres itself only asks whether the number is taken, so after a kill -9 or in a
 * restarted container a zombie or a foreign program with that number would keep it from starting.
 */
export function removeStalePidFile(paths: ClusterPaths): void {
  if (!readPostmaster(paths)) rmSync(paths.postmasterPid, { force: true });
}

function readPidFile(paths: ClusterPaths): string | undefined {
  try {
    return readFileSync(paths.postmasterPid, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
