import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLedger, type Ledger } from "./create-ledger";
import { createMemoryStore, finishOf, intentOf, type MemoryStore, openingOf, settlementOf } from "./ledger-fixtures";

let dataDir: string;
let store: MemoryStore;
let ledger: Ledger | undefined;
let logged: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "sluice-disk-"));
  store = createMemoryStore();
  logged = [];
});

afterEach(async () => {
  await ledger?.close();
  ledger = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Ledger> {
  ledger = await createLedger({
    dataDir,
    store,
    log: ({ level, msg }) => logged.push(`${level}: ${msg}`),
    closeTimeoutMs: 200,
  });
  return ledger;
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

const canMount = (() => {
  const directory = mkdtempSync(join(tmpdir(), "sluice-mount-"));
  const isMounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory) && run("umount", directory);
  rmSync(directory, { recursive: true, force: true });
  return isMounted;
})();

describe("a journal that can't be written", () => {
  it("refuses new requests with a reason, and serves again by itself once it can be", async () => {
    const blocker = join(dataDir, "journal");
    writeFileSync(blocker, "in the way");
    const started = await start();
    expect(started.stats().isHealthy).toBe(false);
    await expect(started.open(openingOf("r"), intentOf("a", "r"))).rejects.toMatchObject({ code: "not_ready" });
    expect(logged).toEqual(["error: journal can't be written, new requests are refused"]);
    rmSync(blocker);
    await expect.poll(() => started.stats().isHealthy, { timeout: 5_000 }).toBe(true);
    await started.open(openingOf("r"), intentOf("a", "r"));
    expect(started.stats()).toMatchObject({ openAttempts: 1 });
    expect(started.stats().reason).toBeUndefined();
  });

  it("keeps no refusals while it is broken and the database is away, for they would fill memory", async () => {
    writeFileSync(join(dataDir, "journal"), "in the way");
    store.refuse = true;
    const started = await start();
    for (let count = 0; count < 1_000; count++) {
      await expect(started.open(openingOf("r"), intentOf("a", "r"))).rejects.toMatchObject({ code: "not_ready" });
      started.finish(finishOf(openingOf(`r-${count}`), [], { status: "error" }));
    }
    expect(started.stats().pendingRows).toBe(0);
  });

  it("goes on in a new directory when its own was deleted", async () => {
    const started = await start();
    await started.open(openingOf("before"), intentOf("before", "before"));
    await started.flush();
    rmSync(join(dataDir, "journal"), { recursive: true });
    await started.open(openingOf("lost"), intentOf("lost", "lost")).catch(() => undefined);
    await expect.poll(() => started.stats().isHealthy, { timeout: 5_000 }).toBe(true);
    await started.open(openingOf("after"), intentOf("after", "after"));
    started.settle(settlementOf(intentOf("after", "after")));
    await started.flush();
    expect([...store.attempts.keys()]).toEqual(["after"]);
  });

  describe.skipIf(!canMount)("on a real file system of 1 MB (needs the right to mount)", () => {
    beforeEach(() => {
      expect(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dataDir)).toBe(true);
    });

    afterEach(async () => {
      await ledger?.close();
      ledger = undefined;
      run("umount", "-l", dataDir);
    });

    it("27. keeps the settlements of what was under way when the disk fills up, and recovers when there is room", async () => {
      const started = await start();
      const opening = openingOf("r");
      const intent = intentOf("a", "r");
      await started.open(opening, intent);
      const ballast = join(dataDir, "ballast");
      fill(ballast);
      await expect(
        Promise.all(Array.from({ length: 50 }, (_, i) => started.open(openingOf(`r${i}`), intentOf(`a${i}`, `r${i}`)))),
      ).rejects.toMatchObject({ code: "not_ready", message: expect.stringContaining("full") });
      expect(started.stats()).toMatchObject({ isHealthy: false, openAttempts: 1 });
      started.settle(settlementOf(intent));
      started.finish(finishOf(opening, [settlementOf(intent)]));
      await started.flush();
      expect(store.attempts.get("a")?.status).toBe("success");
      rmSync(ballast);
      await expect.poll(() => started.stats().isHealthy, { timeout: 5_000 }).toBe(true);
      await started.open(openingOf("next"), intentOf("next", "next"));
    });

    it("27. keeps rows in memory while disk and database both fail, and journals them when the disk is back", async () => {
      const started = await start();
      const intent = intentOf("a", "r");
      await started.open(openingOf("r"), intent);
      store.refuse = true;
      const ballast = join(dataDir, "ballast");
      fill(ballast);
      await expect(
        Promise.all(Array.from({ length: 50 }, (_, i) => started.open(openingOf(`r${i}`), intentOf(`a${i}`, `r${i}`)))),
      ).rejects.toMatchObject({ code: "not_ready" });
      const bytesBefore = started.stats().journalBytes;
      started.settle(settlementOf(intent));
      expect(started.stats()).toMatchObject({ pendingRows: 1, journalBytes: bytesBefore });
      rmSync(ballast);
      await expect.poll(() => started.stats().journalBytes, { timeout: 5_000 }).toBeGreaterThan(bytesBefore);
      store.refuse = false;
      await started.flush();
      expect(store.attempts.get("a")?.status).toBe("success");
    });

    it("27. starts on a read-only disk, says so, and works once it may write", async () => {
      expect(run("mount", "-o", "remount,ro", dataDir)).toBe(true);
      const started = await start();
      await expect(started.open(openingOf("r"), intentOf("a", "r"))).rejects.toMatchObject({
        code: "not_ready",
        message: expect.stringContaining("read-only"),
      });
      expect(run("mount", "-o", "remount,rw", dataDir)).toBe(true);
      await expect.poll(() => started.stats().isHealthy, { timeout: 5_000 }).toBe(true);
      await started.open(openingOf("r"), intentOf("a", "r"));
    });
  });
});

/** Writes until the file system takes no more. */
function fill(path: string): void {
  expect(() => writeFileSync(path, Buffer.alloc(4 * 1024 * 1024))).toThrowError(
    expect.objectContaining({ code: "ENOSPC" }),
  );
}
