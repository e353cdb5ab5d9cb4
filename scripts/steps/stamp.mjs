import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";

/** SHA-256 over names and contents of the files at and below `paths` for which `isWanted(path)` holds. Missing ones count as absent. */
export function fingerprint(paths, isWanted = () => true) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesBelow(join(PROJECT_ROOT, path))).sort()) {
    const name = relative(PROJECT_ROOT, file);
    if (!isWanted(name)) continue;
    const content = readFileSync(file);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Whether the work that left this stamp was complete and for the same sources. */
export function isStamped(path, value) {
  try {
    return readFileSync(join(PROJECT_ROOT, path), "utf8") === value;
  } catch {
    return false; // Never done, or interrupted.
  }
}

/** Removed before the work begins, written when it is complete: so an interrupted run is done again. */
export function clearStamp(path) {
  rmSync(join(PROJECT_ROOT, path), { force: true });
}

export function writeStamp(path, value) {
  mkdirSync(dirname(join(PROJECT_ROOT, path)), { recursive: true });
  writeFileSync(join(PROJECT_ROOT, path), value);
}

function filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}
