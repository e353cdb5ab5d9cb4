import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundleServer, SERVER_BUNDLE } from "./bundle-server.mjs";
import { PROJECT_ROOT } from "./project-root.mjs";
import { runNode } from "./run-command.mjs";
import { clearStamp, fingerprint, isStamped, writeStamp } from "./stamp.mjs";

const STAMP = "dist/build-stamp";
const SOURCES = [
  "app",
  "components",
  "lib",
  "server",
  "public",
  "proxy.ts",
  "prisma/schema.prisma",
  "package-lock.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tailwind.config.ts",
  "tsconfig.json",
];
/** Generated from the schema, which counts; and tests, which are in no build. */
const NOT_BUILT = /^server[\\/]db[\\/]generated[\\/]|\.test\.tsx?$|[\\/](__fixtures__|fixtures)[\\/]/;

/** Builds the pages and the server unless they are there for these sources. Returns the exit code, 0 when all is well. */
export async function buildApp() {
  const wanted = fingerprint(SOURCES, (path) => !NOT_BUILT.test(path));
  const outputs = [".next/BUILD_ID", SERVER_BUNDLE];
  if (isStamped(STAMP, wanted) && outputs.every((path) => existsSync(join(PROJECT_ROOT, path)))) return 0;
  console.log("Building (once per version, less than a minute) …");
  clearStamp(STAMP);
  const code = await runNode(["node_modules/next/dist/bin/next", "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code !== 0) {
    console.error("The pages could not be built, see above.");
    return code;
  }
  await bundleServer();
  writeStamp(STAMP, wanted);
  return 0;
}
