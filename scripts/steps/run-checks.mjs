import { runNode } from "./run-command.mjs";

const CHECKS = [
  { name: "lockfile", commands: [["scripts/check-lockfile.mjs"]] },
  {
    name: "format, lint and boundaries",
    commands: [["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]],
  },
  {
    name: "types",
    commands: [
      // Writes next-env.d.ts and the types of the routes.
      ["node_modules/next/dist/bin/next", "typegen"],
      ["node_modules/typescript/bin/tsc", "--noEmit"],
    ],
  },
];

/** Checks the code without running it. Returns the counts, one for each check. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, commands } of CHECKS) {
    const isPassed = await runAll(commands);
    console.log(`${isPassed ? "ok" : "FAILED"}  ${name}`);
    counts[isPassed ? "passed" : "failed"]++;
  }
  return counts;
}

async function runAll(commands) {
  for (const command of commands) {
    if ((await runNode(command, { env: { NEXT_TELEMETRY_DISABLED: "1" } })) !== 0) return false;
  }
  return true;
}
