// Starts Sluice from whatever state the checkout is in. Only Node's own modules until the packages are installed.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { PROJECT_ROOT } = await import("./steps/project-root.mjs");
const { loadEnvFile } = await import("./steps/load-env-file.mjs");
const { installPackages } = await import("./steps/install-packages.mjs");
const { generateClient } = await import("./steps/generate-client.mjs");

const isDev = process.argv.includes("--dev");
process.chdir(PROJECT_ROOT);
// Nothing leaves the machine but what the operator asked for.
process.env.NEXT_TELEMETRY_DISABLED = "1";
// glibc read these when the process began: it gives large buffers back as soon as they are free, some 20 MB under load, instead of keeping room for the
// largest that ever was. Postgres, which inherits the environment, has its own ways with memory.
delete process.env.MALLOC_MMAP_THRESHOLD_;
delete process.env.MALLOC_TRIM_THRESHOLD_;
loadEnvFile();
await installPackages({ withDev: isDev });
await generateClient();
await (isDev ? watch() : serve());

async function serve() {
  const { buildApp } = await import("./steps/build-app.mjs");
  const { SERVER_BUNDLE } = await import("./steps/bundle-server.mjs");
  const code = await buildApp();
  if (code !== 0) process.exit(code);
  process.env.NODE_ENV = "production";
  // In this process, so that signals and the exit code are the server's own.
  await import(pathToFileURL(join(PROJECT_ROOT, SERVER_BUNDLE)).href);
}

async function watch() {
  const { runNode } = await import("./steps/run-command.mjs");
  // Not `node --watch`: the messages it sends to its child break the workers of Next.
  process.exitCode = await runNode(
    ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false", "server/main.ts"],
    {
      env: { NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" },
    },
  );
}
