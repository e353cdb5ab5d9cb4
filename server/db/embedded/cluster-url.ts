import { existsSync, readFileSync } from "node:fs";
import { type ClusterPaths, clusterPaths } from "./cluster-paths";
import { readPostmaster } from "./postmaster-pid";

/** The database every embedded cluster is made with. */
export const EMBEDDED_DATABASE = "sluice";

export function clusterUrl(paths: ClusterPaths, port: number, database: string): string {
  const password = readFileSync(paths.password, "utf8");
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** The address of the embedded server that runs on this data directory now, for command-line tools; undefined when none does. */
export function runningClusterUrl(dataDir: string, database = EMBEDDED_DATABASE): string | undefined {
  const paths = clusterPaths(dataDir);
  if (!existsSync(paths.password)) return undefined;
  const postmaster = readPostmaster(paths);
  return postmaster && clusterUrl(paths, postmaster.port, database);
}
