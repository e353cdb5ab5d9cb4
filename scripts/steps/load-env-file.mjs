import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";

/** Reads .env in the project's root; what the shell has set wins. */
export function loadEnvFile() {
  const path = join(PROJECT_ROOT, ".env");
  if (existsSync(path)) process.loadEnvFile(path);
}
