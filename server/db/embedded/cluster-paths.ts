import { resolve } from "node:path";

/** Where the embedded cluster keeps its things below DATA_DIR. All absolute: Postgres changes its working directory. */
export interface ClusterPaths {
  /** Everything of the cluster; appears by one rename when initialisation is complete. */
  root: string;
  /** PGDATA. */
  data: string;
  /** The superuser's password, readable by us alone. */
  password: string;
  /** The identity of the process that stops the server. */
  owner: string;
  log: string;
  postmasterPid: string;
  /** Held while a process starts, joins or adopts the server. */
  lock: string;
}

export function clusterPaths(dataDir: string): ClusterPaths {
  const root = resolve(dataDir, "postgres");
  return clusterPathsAt(root, resolve(dataDir, "postgres.lock"));
}

export function clusterPathsAt(root: string, lock: string): ClusterPaths {
  return {
    root,
    data: resolve(root, "data"),
    password: resolve(root, "password"),
    owner: resolve(root, "owner"),
    log: resolve(root, "postgres.log"),
    postmasterPid: resolve(root, "data", "postmaster.pid"),
    lock,
  };
}
