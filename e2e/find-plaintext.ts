import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { runningClusterUrl } from "@/server/db/embedded/cluster-url";

const dataDir = process.env.SLUICE_TEST_DATA_DIR ?? "";
/** Where the server under test writes what it prints. */
export const SERVER_LOG = "server.log";

/** Every table of the server's database, and its log, in which `text` stands in clear. */
export async function findPlaintext(text: string): Promise<string[]> {
  const places: string[] = [];
  if (readFileSync(join(dataDir, SERVER_LOG), "utf8").includes(text)) places.push("the log");
  const client = new pg.Client({ connectionString: runningClusterUrl(dataDir) });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    if (tables.rows.length < 10) throw new Error("The database was not read.");
    for (const { name } of tables.rows) {
      const table = client.escapeIdentifier(name);
      const found = await client.query(`select 1 from ${table} t where position($1 in t::text) > 0 limit 1`, [text]);
      if (found.rowCount) places.push(name);
    }
  } finally {
    await client.end();
  }
  return places;
}
