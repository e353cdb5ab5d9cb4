import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";
import { runCommand, runNode } from "./run-command.mjs";

/**
 * Installs what package-lock.json asks for, unless node_modules holds just that. npm writes node_modules/.package-lock.json when an
 * install is complete, so an interrupted one is seen and done again.
 */
export async function installPackages({ withDev }) {
  if (isInstalled(withDev)) return;
  console.log("Installing packages (once, about a minute) …");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(withDev ? ["--include=dev"] : [])];
  // Set when we were started by npm: the same npm, also where it is not on the PATH or is a .cmd file.
  const npm = process.env.npm_execpath;
  const code = npm ? await runNode([npm, ...args]) : await runCommand("npm", args);
  if (code !== 0) {
    console.error(
      "Sluice could not be installed: `npm ci` failed, see above. Check that the npm registry can be reached, then try again.",
    );
    process.exit(code);
  }
}

function isInstalled(withDev) {
  const installedFile = join(PROJECT_ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(join(PROJECT_ROOT, "package-lock.json"));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([path, entry]) => {
    // Optional ones are for other platforms, or left out.
    const mayMiss = entry.optional || entry.devOptional || entry.extraneous || (entry.dev && !withDev);
    if (path === "" || mayMiss) return true;
    return installed[path]?.version === entry.version;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
