import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MS = 250;
/** Processes come and go seldom; their memory does not. */
const LOOK_FOR_CHILDREN_EVERY = 8;

/**
 * Samples what a gateway's processes hold, from /proc: `gateway` is the resident memory of the tree without its database, `database` that of
 * Postgres with pages its processes share counted once. Bytes; no samples where there is no /proc.
 */
export function watchMemory({ pids, databasePid }) {
  let idle;
  let maximum = {};
  let last = {};
  let tree = [];
  let database = [];
  let turn = 0;

  function sample() {
    if (turn % LOOK_FOR_CHILDREN_EVERY === 0) lookForChildren();
    turn += 1;
    const gateway = tree.map(readStatus).reduce((sum, { VmRSS = 0 }) => sum + VmRSS, 0);
    if (gateway === 0) return;
    last = { gateway, ...(database.length > 0 ? { database: sharedOnce(database.map(readStatus)) } : {}) };
    for (const [name, bytes] of Object.entries(last)) maximum[name] = Math.max(maximum[name] ?? 0, bytes);
  }

  function lookForChildren() {
    const parents = readParents();
    const postmaster = databasePid?.();
    database = postmaster === undefined ? [] : descendants(parents, postmaster);
    tree = pids.flatMap((pid) => descendants(parents, pid)).filter((pid) => !database.includes(pid));
  }

  const timer = process.platform === "linux" ? setInterval(sample, SAMPLE_MS) : undefined;
  return {
    /** What is held now counts as idle. */
    markIdle() {
      if (!timer) return;
      sample();
      idle = last;
      maximum = { ...last };
    },
    now() {
      if (timer) sample();
      return last;
    },
    read: () => ({ idle, maximum }),
    stop: () => clearInterval(timer),
  };
}

/** Each process has its own anonymous pages; the segment they share is as large as the largest view of it, and so is the program. */
export function sharedOnce(statuses) {
  const largest = (name) => Math.max(0, ...statuses.map((status) => status[name] ?? 0));
  return statuses.reduce((sum, { RssAnon = 0 }) => sum + RssAnon, 0) + largest("RssShmem") + largest("RssFile");
}

export function descendants(parents, pid) {
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
  return [pid, ...children.flatMap((child) => descendants(parents, child))];
}

function readParents() {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readProc(name, "stat");
    // The command's name stands in parentheses and may hold spaces.
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  return parents;
}

function readStatus(pid) {
  const status = readProc(pid, "status") ?? "";
  return Object.fromEntries(
    [...status.matchAll(/^(VmRSS|RssAnon|RssFile|RssShmem):\s+(\d+) kB$/gm)].map(([, name, kb]) => [
      name,
      Number(kb) * 1024,
    ]),
  );
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined; // It ended between the look and the read.
  }
}
