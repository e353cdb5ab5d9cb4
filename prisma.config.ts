import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineConfig } from "prisma/config";
import { runningClusterUrl } from "./server/db/embedded/cluster-url";

const root = import.meta.dirname;
const envFile = join(root, ".env");
if (existsSync(envFile)) process.loadEnvFile(envFile);

// Prisma's CLI downloads a native schema engine on first use. Unless told to (PRISMA_NATIVE_ENGINE=1), answer from the
// WebAssembly engine on npm instead, so that its commands work on machines with no internet. Windows can't run a script in its place.
if (process.env.PRISMA_NATIVE_ENGINE !== "1" && process.platform !== "win32") {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(root, "scripts", "schema-engine.mjs");
}

const dataDir = resolve(root, process.env.DATA_DIR ?? ".data");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: {
    // With neither a server of your own nor a running embedded one, `generate` still works and the rest says it can't connect.
    url: process.env.DATABASE_URL || (runningClusterUrl(dataDir) ?? "postgresql://sluice@127.0.0.1:1/sluice"),
  },
});
