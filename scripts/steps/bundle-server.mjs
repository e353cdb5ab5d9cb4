import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";

export const SERVER_BUNDLE = "dist/server.mjs";

const SERVER = { server: "server/main.ts" };
const EGRESS_THREAD = { "egress-thread": "server/gateway/egress/thread/egress-thread.ts" };

/** Bundles server/main.ts, and the egress thread beside it. */
export function bundleServer() {
  return bundle({ ...SERVER, ...EGRESS_THREAD }, dirname(SERVER_BUNDLE));
}

/** The thread alone, as `egress-thread.mjs` in `directory`: a test's own. It must lie within the project, whose packages it loads. */
export function bundleEgressThread(directory) {
  return bundle(EGRESS_THREAD, directory);
}

/** With all of our own code; packages stay outside and are loaded from node_modules. */
async function bundle(entryPoints, outdir) {
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
  });
  await esbuild.stop();
}
