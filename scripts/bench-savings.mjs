// What routing by task saves on the published workload. See bench/savings/; nothing is called, and nothing but the packages is needed.
import { checkNode } from "./steps/check-node.mjs";

checkNode();
const { installPackages } = await import("./steps/install-packages.mjs");
const { runNode } = await import("./steps/run-command.mjs");

await installPackages({ withDev: true });
process.exitCode = await runNode(["--import", "tsx", "bench/savings/run.mts"]);
