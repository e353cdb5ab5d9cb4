import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { countsLine } from "./counts-line";

/** Prints the counts last, and writes them to the file named by SLUICE_TEST_COUNTS for `npm test` to add up. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") counts.passed++;
        else if (state === "failed") counts.failed++;
        else counts.skipped++;
      }
    }
    console.log(countsLine(counts));
    const file = process.env.SLUICE_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
