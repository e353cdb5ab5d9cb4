import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";

export const SERVER_BUNDLE = "dist/server.mjs";

/** Bundles server/main.ts, and the egress thread beside it, with all of our own code; packages stay outside and are loaded from node_modules. */
export async function bundleServer() {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: { server: "server/main.ts", "egress-thread": "server/gateway/egress/thread/egress-thread.ts" },
    outdir: dirname(SERVER_BUNDLE),
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
