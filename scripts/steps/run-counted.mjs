import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./run-command.mjs";

/** Runs a test runner whose closing-line reporter leaves its counts; a run that ends without them, or ends badly with none failed, counts as one failure. */
export async function runCounted(args, env = {}) {
  const directory = mkdtempSync(join(tmpdir(), "sluice-counts-"));
  const file = join(directory, "counts.json");
  try {
    const code = await runNode(args, { env: { ...env, SLUICE_TEST_COUNTS: file } });
    const counts = readCounts(file);
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
