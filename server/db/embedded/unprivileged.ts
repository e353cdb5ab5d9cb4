import { spawnSync } from "node:child_process";
import { chownSync } from "node:fs";

const NOBODY = 65534;

/** How to run a program of Postgres, which refuses to run as root. */
export interface Unprivileged {
  command(program: string, args: readonly string[]): { file: string; args: string[] };
  /** Passed to spawn. */
  identity: { uid?: number; gid?: number };
  /** Hands a file or directory over to the one who runs the server. */
  own(path: string): void;
}

/** As root: a user namespace in which we are somebody else, or where those are forbidden the user nobody. Else: as we are. */
export function unprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) return { command: asIs, identity: {}, own: () => undefined };
  if (spawnSync("unshare", [...NAMESPACE, "true"], { stdio: "ignore" }).status === 0) {
    return {
      command: (program, args) => ({ file: "unshare", args: [...NAMESPACE, program, ...args] }),
      identity: {},
      own: () => undefined,
    };
  }
  return { command: asIs, identity: { uid: NOBODY, gid: NOBODY }, own: (path) => chownSync(path, NOBODY, NOBODY) };
}

const NAMESPACE = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

function asIs(program: string, args: readonly string[]) {
  return { file: program, args: [...args] };
}
