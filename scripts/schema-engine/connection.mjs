import pg from "pg";

/** As separate fields: given a connection string, pg would ignore the database name set for the shadow database. */
export function connectionFields(href) {
  const url = new URL(href);
  const sslmode = url.searchParams.get("sslmode");
  return {
    host: url.searchParams.get("host") ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)),
    ssl: sslmode && sslmode !== "disable" ? { rejectUnauthorized: sslmode.startsWith("verify") } : undefined,
  };
}

/** Throws with Prisma's code for it when the database can't be reached (P1001) or isn't there (P1003). */
export async function ensureReachable(href) {
  const client = new pg.Client(connectionFields(href));
  try {
    await client.connect();
  } catch (error) {
    throw Object.assign(new Error(error.message), { error_code: error.code === "3D000" ? "P1003" : "P1001", meta: {} });
  } finally {
    await client.end().catch(() => undefined);
  }
  return {};
}

export async function createDatabase(href) {
  const { database } = connectionFields(href);
  await withMaintenanceDatabase(href, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`));
  return { databaseName: database };
}

export async function dropDatabase(href) {
  const { database } = connectionFields(href);
  await withMaintenanceDatabase(href, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`),
  );
}

async function withMaintenanceDatabase(href, work) {
  const client = new pg.Client({ ...connectionFields(href), database: "postgres" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
