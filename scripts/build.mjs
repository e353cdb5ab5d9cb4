// Builds the pages and the server without starting them.
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { installPackages } = await import("./steps/install-packages.mjs");
const { generateClient } = await import("./steps/generate-client.mjs");
const { buildApp } = await import("./steps/build-app.mjs");

await installPackages({ withDev: false });
await generateClient();
process.exitCode = await buildApp();
