// Everything, from whatever state the checkout is in: checks, unit and database tests, and the production build in a real browser.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { buildApp } = await import("./steps/build-app.mjs");
const { findChromium } = await import("./steps/find-chromium.mjs");
const { findFreePort } = await import("./steps/find-free-port.mjs");
const { findRedis } = await import("./steps/find-redis.mjs");
const { generateClient } = await import("./steps/generate-client.mjs");
const { installPackages } = await import("./steps/install-packages.mjs");
const { printTotal } = await import("./steps/print-total.mjs");
const { runChecks } = await import("./steps/run-checks.mjs");
const { runCounted } = await import("./steps/run-counted.mjs");

const FAILED = { passed: 0, failed: 1, skipped: 0 };

await installPackages({ withDev: true });
await generateClient();
const checks = await runChecks();
if (!(await findRedis())) {
  console.log("No Redis: set REDIS_URL or put redis-server on the PATH, and the tests of several replicas run too.");
}
const vitest = await runCounted(["node_modules/vitest/vitest.mjs", "run"]);
printTotal([checks, vitest, await testInBrowser()]);

async function testInBrowser() {
  if ((await buildApp()) !== 0) return FAILED;
  const chromium = await findChromium();
  if (!chromium) {
    console.error("No Chromium: install one (Debian: apt-get install chromium; else npx playwright install chromium).");
    return FAILED;
  }
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-e2e-"));
  try {
    return await runCounted(["node_modules/@playwright/test/cli.js", "test"], {
      SLUICE_TEST_CHROMIUM: chromium,
      SLUICE_TEST_DATA_DIR: dataDir,
      SLUICE_TEST_PORT: String(await findFreePort()),
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
