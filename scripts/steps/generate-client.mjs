import { existsSync } from "node:fs";
import { join } from "node:path";
import { listProviders } from "./list-providers.mjs";
import { PROJECT_ROOT } from "./project-root.mjs";
import { runNode } from "./run-command.mjs";
import { clearStamp, fingerprint, isStamped, writeStamp } from "./stamp.mjs";

const STAMP = "node_modules/.cache/sluice/client";

/** Generates what the sources import but don't hold: the list of providers, and the database client unless it is there for this schema and this Prisma. */
export async function generateClient() {
  listProviders();
  const wanted = fingerprint(["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  const isThere = existsSync(join(PROJECT_ROOT, "server", "db", "generated", "client.ts"));
  if (isThere && isStamped(STAMP, wanted)) return;
  console.log("Generating the database client …");
  clearStamp(STAMP);
  const code = await runNode(["node_modules/prisma/build/index.js", "generate", "--no-hints"], {
    stdio: ["inherit", "ignore", "inherit"],
  });
  if (code !== 0) {
    console.error("The database client could not be generated, see above.");
    process.exit(code);
  }
  writeStamp(STAMP, wanted);
}
