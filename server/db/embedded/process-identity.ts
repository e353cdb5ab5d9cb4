import { readFileSync } from "node:fs";

/**
 * What tells one process from a later one that got the same number: the pid, and on Linux its start time in clock ticks
 * (field 22 of proc_pid_stat(5)). Undefined when no such process runs; a zombie does not run.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (process.platform !== "linux") return String(pid);
  const stat = readProcFile(pid, "stat");
  if (stat === undefined) return undefined;
  // The command's name stands in parentheses and may hold spaces, so count fields after the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  if (state === "Z" || state === "X") return undefined;
  return `${pid}:${fields[19]}`;
}

/** The command line of a running process, arguments parted by spaces; undefined where the system does not tell. */
export function processCommand(pid: number): string | undefined {
  return process.platform === "linux" ? readProcFile(pid, "cmdline")?.replaceAll("\0", " ") : undefined;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined; // It ended between the two looks, which is an answer too.
  }
}
