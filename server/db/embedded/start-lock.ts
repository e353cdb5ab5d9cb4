import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { processIdentity } from "./process-identity";

const RETRY_MS = 50;

/**
 * Runs `work` while no other process holds the lock file; a holder that died is set aside. Throws after `timeoutMs`, naming the
 * holder. Two processes can still meet when both break the same stale lock: what they then do is safe by itself (Postgres keeps its
 * own lock), the lock only makes the second one wait and join instead of fail.
 */
export async function withStartLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const holder = tryLock(path);
    if (holder === undefined) break;
    if (Date.now() > deadline) {
      throw new Error(
        `The embedded Postgres is still being started by process ${holder} after ${timeoutMs / 1000} s. ` +
          `Wait for it or end it; if it is long gone, delete ${path}.`,
      );
    }
    await delay(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Takes the lock, or says who holds it. */
function tryLock(path: string): string | undefined {
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(own, processIdentity(process.pid) ?? String(process.pid));
  try {
    // A link appears with its content, so nobody ever reads a lock that is still being written.
    linkSync(own, path);
    return undefined;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(own, { force: true });
  }
  const holder = readIfThere(path);
  if (holder !== undefined && processIdentity(Number.parseInt(holder, 10)) !== holder) setAside(path);
  return holder ?? "unknown";
}

function setAside(path: string): void {
  const stale = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, stale);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error; // Somebody else was faster.
  }
  rmSync(stale, { force: true });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
