import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { type ClusterPaths, clusterPathsAt } from "./cluster-paths";
import { postgresBinaries } from "./postgres-binaries";
import { unprivileged } from "./unprivileged";

const run = promisify(execFile);

/** Makes the cluster if there is none. Built in a directory beside it and renamed when whole, so an interrupted run leaves no half cluster. */
export async function initCluster(paths: ClusterPaths): Promise<void> {
  if (existsSync(paths.root)) return;
  const parent = dirname(paths.root);
  const prefix = `${basename(paths.root)}.init-`;
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const building = clusterPathsAt(mkdtempSync(join(parent, prefix)), paths.lock);
  const { command, identity, own } = unprivileged(building.data);
  const { initdb } = await postgresBinaries();

  own(building.root);
  mkdirSync(building.data, { mode: 0o700 });
  own(building.data);
  writeFileSync(building.password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  own(building.password);
  const { file, args } = command(initdb, [
    `--pgdata=${building.data}`,
    "--username=postgres",
    `--pwfile=${building.password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ]);
  await run(file, args, { ...identity, cwd: "/" });
  renameSync(building.root, paths.root);
}
