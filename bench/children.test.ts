import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChildren } from "./children.mjs";

const node = (program: string) => ["-e", program];

describe("the processes of a run", () => {
  let logDir: string;
  beforeEach(() => {
    logDir = mkdtempSync(join(tmpdir(), "sluice-bench-test-"));
  });
  afterEach(() => rmSync(logDir, { recursive: true, force: true }));

  it("are all gone after stopAll, also one that does not listen", async () => {
    const children = createChildren(logDir);
    const deaf = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
    const started = children.start("deaf", process.execPath, node(deaf), { stopMs: 50 });
    await expect.poll(() => started.logTail()).toBe("up");
    await children.stopAll();
    expect(started.isRunning).toBe(false);
    expect(() => process.kill(started.pid ?? 0, 0)).toThrow("ESRCH");
  });

  it("give their output, or fail with the end of what they said", async () => {
    const children = createChildren(logDir);
    expect(await children.run(process.execPath, node("console.log(42)"))).toBe("42\n");
    const failing = children.run(process.execPath, node("console.error('no such thing'); process.exit(3)"));
    await expect(failing).rejects.toThrow("no such thing");
    await expect(children.run("no-such-program-of-ours", [])).rejects.toThrow("ENOENT");
  });

  it("are ended when they take too long", async () => {
    const children = createChildren(logDir);
    const slow = children.run(process.execPath, node("setInterval(() => {}, 1000)"), { timeoutMs: 100 });
    await expect(slow).rejects.toThrow("not done within 0.1 s");
  });
});
