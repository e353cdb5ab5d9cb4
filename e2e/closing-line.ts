import { writeFileSync } from "node:fs";
import type { FullResult, Reporter, TestCase } from "@playwright/test/reporter";
import { countsLine } from "@/test/counts-line";

/** Prints the counts last, and writes them to the file named by SLUICE_TEST_COUNTS for `npm test` to add up. */
export default class ClosingLine implements Reporter {
  private readonly tests = new Map<string, TestCase>();
  /** Errors outside a test: the server did not start, a file does not load. */
  private errors = 0;

  onTestEnd(test: TestCase) {
    this.tests.set(test.id, test);
  }

  onError() {
    this.errors++;
  }

  onEnd(result: FullResult) {
    const counts = { passed: 0, failed: this.errors, skipped: 0 };
    for (const test of this.tests.values()) {
      const outcome = test.outcome();
      if (outcome === "unexpected") counts.failed++;
      else if (outcome === "skipped") counts.skipped++;
      else counts.passed++;
    }
    if (result.status !== "passed" && counts.failed === 0) counts.failed = 1;
    console.log(countsLine(counts));
    const file = process.env.SLUICE_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }

  printsToStdio() {
    return true;
  }
}
