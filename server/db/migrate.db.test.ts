import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { prismaMigrate } from "@/test/prisma-migrate";
import { MigrationError, migrate } from "./migrate";

const MIGRATIONS = "prisma/migrations";

// Prisma's command takes seconds to start, and more of them the more migrations there are.
describe("beside Prisma's own command", { timeout: 60_000 }, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const prisma = (...args: string[]) => prismaMigrate(database.url, ...args);

  it("leaves a database that `prisma migrate status` calls up to date", async () => {
    expect(await prisma("status")).toContain("Database schema is up to date!");
  });

  it("leaves nothing for `prisma migrate deploy` to apply", async () => {
    expect(await prisma("deploy")).toContain("No pending migrations to apply.");
  });

  it("leaves the tables the schema describes", async () => {
    const diff = prisma("diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--exit-code");
    expect(await diff).toContain("No difference detected.");
  });

  it("finds that the migrations alone, applied to an empty shadow database, make the schema", async () => {
    const diff = prisma("diff", "--from-migrations", MIGRATIONS, "--to-schema", "prisma/schema.prisma", "--exit-code");
    expect(await diff).toContain("No difference detected.");
  });
});

describe("migrate", () => {
  let database: TestDatabase;
  let directory: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    directory = mkdtempSync(join(tmpdir(), "sluice-migrations-"));
    cpSync(MIGRATIONS, directory, { recursive: true });
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await database.drop();
  });

  const write = (name: string, sql: string) => {
    mkdirSync(join(directory, name), { recursive: true });
    writeFileSync(join(directory, name, "migration.sql"), sql);
  };
  const apply = () => migrate({ url: database.url, directory });
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it("applies nothing twice", async () => {
    expect(await apply()).toEqual([]);
  });

  it("applies a new migration once when several processes start together", async () => {
    write("29990101000000_once", "CREATE TABLE once (id int)");
    const applied = await Promise.all([apply(), apply(), apply()]);
    expect(applied.flat()).toEqual(["29990101000000_once"]);
  });

  it("refuses a migration that was changed after it was applied, naming it", async () => {
    write("29990101000000_once", "CREATE TABLE twice (id int)");
    await expect(apply()).rejects.toMatchObject({ kind: "changed", migration: "29990101000000_once" });
    write("29990101000000_once", "CREATE TABLE once (id int)");
  });

  it("undoes a migration that fails, keeps why, and refuses to go on until it is resolved", async () => {
    write("29990102000000_broken", "CREATE TABLE half (id int); SELECT nonsense;");
    await expect(apply()).rejects.toBeInstanceOf(MigrationError);
    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    expect(await query("SELECT logs FROM _prisma_migrations WHERE finished_at IS NULL")).toEqual([
      { logs: expect.stringContaining("nonsense") },
    ]);
    await expect(apply()).rejects.toMatchObject({ kind: "failed_earlier", migration: "29990102000000_broken" });
  });

  it("applies the corrected migration once the failure is marked as rolled back", async () => {
    await query("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL");
    write("29990102000000_broken", "CREATE TABLE half (id int)");
    expect(await apply()).toEqual(["29990102000000_broken"]);
  });
});
