import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const NOBODY = 65534;
const NAMESPACE = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/** How to run a program of Postgres, which refuses to run as root. */
export interface Unprivileged {
  command(program: string, args: readonly string[]): { file: string; args: string[] };
  /** Passed to spawn. */
  identity: { uid?: number; gid?: number };
  /** Hands a file, or a directory with all in it, to the one who runs the server. */
  own(path: string): void;
}

/**
 * Who runs the server of the cluster whose data lies at `data`. Not root: we do. Root: whoever owns the data; when that is root too,
 * or there is none yet, root in a user namespace where it counts as nobody, or where those are forbidden, nobody itself.
 */
export function unprivileged(data: string): Unprivileged {
  if (process.getuid?.() !== 0) return { command: asIs, identity: {}, own: () => undefined };
  const owner = statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return asUser(owner.uid, owner.gid);
  if (spawnSync("unshare", [...NAMESPACE, "true"], { stdio: "ignore" }).status !== 0) return asUser(NOBODY, NOBODY);
  return {
    command: (program, args) => ({ file: "unshare", args: [...NAMESPACE, program, ...args] }),
    identity: {},
    own: () => undefined,
  };
}

function asUser(uid: number, gid: number): Unprivileged {
  const identity = { uid, gid };
  const own = (path: string) => {
    allowEntering(dirname(path), identity);
    giveTo(path, identity);
  };
  return { command: asIs, identity, own };
}

function giveTo(path: string, { uid, gid }: { uid: number; gid: number }): void {
  const stat = statSync(path);
  if (stat.uid === uid) return;
  if (stat.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), { uid, gid });
  chownSync(path, uid, gid);
}

/** A data directory that root made for itself alone would lock the server out of its own files; their names stay unlisted. */
function allowEntering(directory: string, { uid }: { uid: number }): void {
  const stat = statSync(directory);
  if (stat.uid !== uid && !(stat.mode & 0o001)) chmodSync(directory, (stat.mode & 0o7777) | 0o011);
}

function asIs(program: string, args: readonly string[]) {
  return { file: program, args: [...args] };
}
