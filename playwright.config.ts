import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { SERVER_LOG } from "@/e2e/find-plaintext";
import { FIRST_OWNER } from "@/e2e/first-owner";
import { AIMOCK_PORT, DEAD_PORT } from "@/e2e/upstream-ports";

const port = process.env.SLUICE_TEST_PORT ?? "3210";
// Kept in the environment because each worker reads this file again and must see the same folder.
process.env.SLUICE_TEST_DATA_DIR ??= mkdtempSync(join(tmpdir(), "sluice-e2e-"));
const dataDir = process.env.SLUICE_TEST_DATA_DIR;
const systemChromium = existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined;

export default defineConfig({
  testDir: "e2e",
  // One server and one database for all: what one test changes, another may see.
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./e2e/closing-line.ts"]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: {
      executablePath: process.env.SLUICE_TEST_CHROMIUM ?? systemChromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    actionTimeout: 15_000,
    locale: "en-US",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  webServer: {
    // Into a file, where a test looks for what must not be in it.
    command: `node scripts/start.mjs > "${join(dataDir, SERVER_LOG)}" 2>&1`,
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    env: {
      PORT: port,
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      // A developer's own .env and shell must not lead the tests to a real database.
      DATABASE_URL: "",
      REDIS_URL: "",
      NEXTAUTH_URL: "",
      SLUICE_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${AIMOCK_PORT},127.0.0.1:${DEAD_PORT}`,
      SLUICE_SANDBOX: "1",
      SLUICE_INIT_EMAIL: FIRST_OWNER.email,
      SLUICE_INIT_PASSWORD: FIRST_OWNER.password,
      SLUICE_INIT_TENANT: FIRST_OWNER.tenant,
      SLUICE_INIT_API_KEY: FIRST_OWNER.apiKey,
    },
  },
});
