import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/server/db/embedded/start-embedded-postgres";
import { migrate } from "@/server/db/migrate";

declare module "vitest" {
  export interface ProvidedContext {
    /** A migrated, empty database for `createTestDatabase` to clone. */
    templateDatabaseUrl: string;
  }
}

/** Runs once before all database tests: one server for the run, thrown away after it. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    database: "sluice_template",
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  await migrate({ url: postgres.url, directory: join(project.vitest.config.root, "prisma", "migrations") });
  project.provide("templateDatabaseUrl", postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
