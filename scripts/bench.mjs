// Measures Sluice side by side with other gateways, on the production build. See bench/; `npm run bench -- --help` lists the options.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { buildApp } = await import("./steps/build-app.mjs");
const { generateClient } = await import("./steps/generate-client.mjs");
const { installDebianPackage } = await import("./steps/install-debian-package.mjs");
const { installPackages } = await import("./steps/install-packages.mjs");
const { runNode } = await import("./steps/run-command.mjs");

const args = process.argv.slice(2);
if (!args.includes("--help")) {
  await installPackages({ withDev: true });
  await generateClient();
  if (!args.includes("--no-build") && (await buildApp()) !== 0) process.exit(1);
  for (const [program, debianPackage] of [
    ["nginx", "nginx-light"],
    ["wrk", "wrk"],
  ]) {
    if (!isThere(program)) await installDebianPackage(debianPackage);
  }
}
process.exitCode = await runNode(["bench/run.mjs", ...args]);

function isThere(program) {
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  return directories.some((directory) => existsSync(join(directory, program)));
}
