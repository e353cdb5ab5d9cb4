import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What Prisma's own `migrate` command prints about a database. Rejects when its exit code is not 0. */
export async function prismaMigrate(databaseUrl: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ["node_modules/prisma/build/index.js", "migrate", ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return stdout;
}
