import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { readEnv } from "@/server/env";
import { Secret } from "@/server/gateway/spec/secret";
import { createLog } from "@/server/log";
import { createRuntime, type Runtime } from "@/server/runtime";
import { createTestDatabase } from "./database";

export interface TestRuntime {
  runtime: Runtime;
  databaseUrl: string;
  /** Looks behind the curtain: SQL as the owner of the tables. */
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The runtime as the server puts it together, on a database of its own: for one test file. */
export async function createTestRuntime(source: Record<string, string> = {}): Promise<TestRuntime> {
  const server = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-runtime-"));
  const runtime = await createRuntime({
    env: readEnv({ NODE_ENV: "test", ...source }),
    log: createLog("silent"),
    databaseUrl: server.url,
    dataDir,
    rootKeys: [{ id: "k1", key: new Secret(randomBytes(32).toString("base64")) }],
    sessionSecret: new Secret(randomBytes(32).toString("base64url")),
  });
  const owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  return {
    runtime,
    databaseUrl: server.url,
    query: async (sql, values) => (await owner.query<Record<string, unknown>>(sql, values)).rows,
    async close() {
      await owner.end();
      await runtime.close();
      await server.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
