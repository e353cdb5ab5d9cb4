import { existsSync } from "node:fs";
import { startServer } from "./start-server";

// Beside this bundle; run from its sources, the server does without.
const egressThread = new URL("./egress-thread.mjs", import.meta.url);

startServer({ egressThread: existsSync(egressThread) ? egressThread : undefined }).catch((error: unknown) => {
  // Nothing is set up that could say it better.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
