import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";

export const SERVER_BUNDLE = "dist/server.mjs";
/** Parts of the server: named after their content, so those of an earlier build stay behind. */
const PART = /^server-.*\.mjs(\.map)?$/;

/** Bundles server/main.ts, and the egress thread beside it. */
export async function bundleServer() {
  const directory = dirname(SERVER_BUNDLE);
  removeParts(directory);
  // What is imported on demand becomes a part of its own, and so does what it shares with the rest.
  await bundle({ server: "server/main.ts" }, directory, { splitting: true, chunkNames: "server-[name]-[hash]" });
  await bundleEgressThread(directory);
}

/**
 * The thread alone, as `egress-thread.mjs` in `directory`: a test's own. It must lie within the project, whose packages it loads. It shares no
 * part with the server, or a second copy of all of that would be loaded for the little it uses.
 */
export function bundleEgressThread(directory) {
  return bundle({ "egress-thread": "server/gateway/egress/thread/egress-thread.ts" }, directory);
}

/** With all of our own code; packages stay outside and are loaded from node_modules. */
async function bundle(entryPoints, outdir, options = {}) {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    // "server-only" throws outside Next's server bundle, and this is no other than a server.
    alias: { "@": ".", "server-only": join(PROJECT_ROOT, "node_modules", "server-only", "empty.js") },
    // V8 keeps the source as it is, and twice as large where a comment has one letter beyond Latin-1. Names stay, for stack traces.
    minifyWhitespace: true,
    lineLimit: 160,
    sourcemap: true,
    logLevel: "warning",
    ...options,
  });
  await esbuild.stop();
}

function removeParts(directory) {
  const path = join(PROJECT_ROOT, directory);
  if (!existsSync(path)) return;
  for (const name of readdirSync(path)) if (PART.test(name)) rmSync(join(path, name));
}
