// Format, lint, boundaries, types and unit tests: what is quick enough to run before each commit.
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { generateClient } = await import("./steps/generate-client.mjs");
const { installPackages } = await import("./steps/install-packages.mjs");
const { printTotal } = await import("./steps/print-total.mjs");
const { runChecks } = await import("./steps/run-checks.mjs");
const { runCounted } = await import("./steps/run-counted.mjs");

await installPackages({ withDev: true });
await generateClient();
const checks = await runChecks();
const unit = await runCounted(["node_modules/vitest/vitest.mjs", "run", "--project", "unit"]);
printTotal([checks, unit]);
