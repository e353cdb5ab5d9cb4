// Says what would make `npm ci` fail elsewhere: a lockfile written where some platform's packages could not be seen, or that names
// a registry of one's own. Reads the file given, else package-lock.json.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PROJECT_ROOT } from "./steps/project-root.mjs";

const file = process.argv[2] ? resolve(process.argv[2]) : join(PROJECT_ROOT, "package-lock.json");
const { packages } = JSON.parse(readFileSync(file, "utf8"));
const paths = Object.keys(packages);
const faults = [];

if (paths.length < 2) faults.push("it lists no packages");
const names = new Set(paths.map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)));
for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!names.has(name))
      faults.push(`${path || "package.json"} wants ${name}, which has no entry: npm ci would refuse`);
  }
  if (entry.resolved && !entry.link) faults.push(`${path} names the address ${new URL(entry.resolved).host}`);
  if (entry.extraneous) faults.push(`${path} is left over, nothing needs it: run npm install`);
  if (path !== "" && !entry.link && !entry.integrity && !entry.inBundle) faults.push(`${path} has no integrity hash`);
}

if (faults.length > 0) {
  console.error(`package-lock.json is not fit to share:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
  process.exitCode = 1;
} else {
  console.log(`package-lock.json: ${paths.length - 1} packages, complete.`);
}
