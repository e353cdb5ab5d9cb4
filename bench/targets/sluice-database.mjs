import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** The embedded server that runs on this DATA_DIR; undefined when none does. */
export function postmasterPid(dataDir) {
  return readPostmaster(dataDir)?.pid;
}

/** What Postgres itself holds of the requests that began since `since`. */
export async function countRows(dataDir, since) {
  const { port } = readPostmaster(dataDir);
  const password = readFileSync(join(dataDir, "postgres", "password"), "utf8");
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", password, database: "sluice" });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select count(*)::int as requests,
              coalesce(sum(total_tokens), 0)::bigint::text as tokens,
              coalesce(sum(cost_nano_usd), 0)::bigint::text as cost_nano_usd,
              (select count(*)::int from llm_attempts where started_at >= $1 and status = 'success') as attempts
         from llm_requests where requested_at >= $1 and status = 'success'`,
      [since],
    );
    const [{ requests, attempts, tokens, cost_nano_usd: costNanoUsd }] = rows;
    return { requests, attempts, tokens: Number(tokens), costNanoUsd: BigInt(costNanoUsd) };
  } finally {
    await client.end();
  }
}

/** Ends database servers whose Sluice could not end them any more: it leaves a clean stop's directory without a postmaster.pid. */
export function stopDatabasesIn(workDir) {
  for (const name of existsSync(workDir) ? readdirSync(workDir) : []) {
    const pid = postmasterPid(join(workDir, name));
    if (pid === undefined) continue;
    try {
      process.kill(pid, "SIGQUIT");
    } catch (error) {
      if (error.code !== "ESRCH") throw error; // It is gone already.
    }
  }
}

function readPostmaster(dataDir) {
  const path = join(dataDir, "postgres", "data", "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}
