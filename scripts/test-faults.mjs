// The long fault tests, on the production build.
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { buildApp } = await import("./steps/build-app.mjs");
const { generateClient } = await import("./steps/generate-client.mjs");
const { installPackages } = await import("./steps/install-packages.mjs");
const { printTotal } = await import("./steps/print-total.mjs");
const { runCounted } = await import("./steps/run-counted.mjs");

await installPackages({ withDev: true });
await generateClient();
if ((await buildApp()) !== 0) process.exit(1);
printTotal([await runCounted(["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.faults.config.ts"])]);
