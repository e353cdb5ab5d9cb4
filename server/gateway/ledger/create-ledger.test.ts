import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLedger, type Ledger, type LedgerOptions } from "./create-ledger";
import { createMemoryStore, finishOf, intentOf, type MemoryStore, openingOf, settlementOf } from "./ledger-fixtures";

let dataDir: string;
let store: MemoryStore;
let ledgers: Ledger[];
let copies: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "sluice-ledger-"));
  store = createMemoryStore();
  ledgers = [];
  copies = [];
});

afterEach(async () => {
  for (const ledger of ledgers) await ledger.close();
  for (const directory of [dataDir, ...copies]) rmSync(directory, { recursive: true, force: true });
});

async function start(overrides: Partial<LedgerOptions> = {}): Promise<Ledger> {
  const ledger = await createLedger({ dataDir, store, log: () => undefined, closeTimeoutMs: 200, ...overrides });
  ledgers.push(ledger);
  return ledger;
}

/** The data directory as a dead process would have left it at this moment. */
async function startAfterCrash(
  overrides: Partial<LedgerOptions> = {},
  damage: (directory: string) => void = () => undefined,
): Promise<Ledger> {
  const copy = mkdtempSync(join(tmpdir(), "sluice-ledger-"));
  copies.push(copy);
  cpSync(dataDir, copy, { recursive: true });
  for (const name of readdirSync(join(copy, "journal"))) {
    rmSync(join(copy, "journal", name, "owner.json"), { force: true });
    damage(join(copy, "journal", name));
  }
  return start({ dataDir: copy, ...overrides });
}

async function serve(ledger: Ledger, id: string): Promise<void> {
  const opening = openingOf(`r-${id}`);
  const intent = intentOf(`a-${id}`, `r-${id}`);
  await ledger.open(opening, intent);
  const settlement = settlementOf(intent);
  ledger.settle(settlement);
  ledger.finish(finishOf(opening, [settlement]));
}

describe("a ledger at work", () => {
  it("brings every attempt and request to the store once, and leaves no file behind", async () => {
    const ledger = await start();
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => serve(ledger, String(i))));
    await ledger.flush();
    expect([store.attempts.size, store.requests.size, store.repeats]).toEqual([2_000, 2_000, 0]);
    expect(ledger.stats()).toMatchObject({ openAttempts: 0, pendingRows: 0, isHealthy: true, corruptRecords: 0 });
    await ledger.close();
    expect(readdirSync(join(dataDir, "journal"))).toEqual([]);
  });

  it("counts the first of two settlements and of two finishes, in 1,000 rounds", async () => {
    const ledger = await start();
    for (let i = 0; i < 1_000; i++) {
      const opening = openingOf(`r${i}`);
      const intent = intentOf(`a${i}`, `r${i}`);
      await ledger.open(opening, intent);
      const first = settlementOf(intent);
      const second = settlementOf(intent, { costNanoUsd: "999" });
      ledger.settle(first);
      if (i % 2 === 0) ledger.settle(second);
      ledger.finish(finishOf(opening, [first]));
      ledger.finish(finishOf(opening, [first], { status: "error" }));
      ledger.settle(second);
    }
    await ledger.flush();
    expect(store.repeats).toBe(0);
    expect([...store.attempts.values()].every((attempt) => attempt.costNanoUsd === "4500")).toBe(true);
    expect([...store.requests.values()].every((request) => request.status === "success")).toBe(true);
    expect(store.attempts.size).toBe(1_000);
  });

  it("tells requests apart that end in any order, and each of their attempts", async () => {
    const ledger = await start();
    const requests = Array.from({ length: 50 }, (_, i) => {
      const intents = [1, 2].map((sequence) => intentOf(`a${i}-${sequence}`, `r${i}`, { sequence }));
      return { opening: openingOf(`r${i}`), settled: intents.map((intent) => settlementOf(intent)), intents };
    });
    for (const { opening, intents } of requests) for (const intent of intents) await ledger.open(opening, intent);
    const ends = requests.flatMap(({ opening, settled }) => [
      ...settled.map((record) => () => ledger.settle(record)),
      () => ledger.finish(finishOf(opening, settled)),
    ]);
    // Seven and 150 have no divisor in common: each end comes once, far from the others of its request; then all come again.
    for (let i = 0; i < ends.length * 2; i++) ends[(i * 7) % ends.length]?.();
    await ledger.flush();
    expect([store.attempts.size, store.requests.size, store.repeats]).toEqual([100, 50, 0]);
    expect(ledger.stats().openAttempts).toBe(0);
  });

  it("keeps an attempt that settles after its request has finished", async () => {
    const ledger = await start();
    const opening = openingOf("r");
    const [winner, loser] = [intentOf("winner", "r"), intentOf("loser", "r", { sequence: 2 })];
    await ledger.open(opening, winner);
    await ledger.open(opening, loser);
    ledger.settle(settlementOf(winner));
    ledger.finish(finishOf(opening, [settlementOf(winner)]));
    expect(ledger.stats().openAttempts).toBe(1);
    ledger.settle(settlementOf(loser, { status: "aborted" }));
    await ledger.flush();
    expect([...store.attempts.keys()].sort()).toEqual(["loser", "winner"]);
    expect(ledger.stats().openAttempts).toBe(0);
  });

  it("records a request that never reached a provider", async () => {
    const ledger = await start();
    ledger.finish(finishOf(openingOf("refused"), [], { status: "error", errorCode: "budget_exceeded" }));
    await ledger.flush();
    expect(store.requests.get("refused")?.errorCode).toBe("budget_exceeded");
  });
});

describe("a store that fails", () => {
  it("loses and repeats nothing while the store is away, and catches up by itself", async () => {
    const ledger = await start();
    store.refuse = true;
    await Promise.all(Array.from({ length: 1_200 }, (_, i) => serve(ledger, String(i))));
    await expect.poll(() => ledger.stats().storeFailure).toBe("the database is away");
    expect(ledger.stats().pendingRows).toBe(2_400);
    store.refuse = false;
    await ledger.flush();
    expect([store.attempts.size, store.requests.size, store.repeats]).toEqual([1_200, 1_200, 0]);
    expect(ledger.stats().storeFailure).toBeUndefined();
  });

  it("keeps the rows of a store that is away on disk and brings them out in order", async () => {
    const ledger = await start();
    store.refuse = true;
    await Promise.all(Array.from({ length: 3_000 }, (_, i) => serve(ledger, String(i))));
    store.refuse = false;
    await ledger.flush();
    expect([store.attempts.size, store.requests.size, store.repeats]).toEqual([3_000, 3_000, 0]);
    expect(ledger.stats()).toMatchObject({ pendingRows: 0, corruptRecords: 0 });
  });

  it("lets good rows past one the store refuses, and keeps that one for later", async () => {
    const ledger = await start();
    store.refuse = (batch) => batch.attempts.some((attempt) => attempt.attemptId === "a-7");
    await Promise.all(Array.from({ length: 20 }, (_, i) => serve(ledger, String(i))));
    await ledger.flush();
    expect(store.attempts.size).toBe(19);
    expect(ledger.stats()).toMatchObject({ refusedRows: 1, pendingRows: 0 });
    await ledger.close();
    store.refuse = false;
    await (await start()).flush();
    expect(store.attempts.size).toBe(20);
  });

  it("starts and serves while the store is away and a dead process's journal waits", async () => {
    const first = await start();
    store.refuse = true;
    await serve(first, "old");
    const second = await startAfterCrash();
    await serve(second, "new");
    expect(store.attempts.size).toBe(0);
    store.refuse = false;
    await second.flush();
    expect([...store.attempts.keys()].sort()).toEqual(["a-new", "a-old"]);
  });
});

describe("after a crash", () => {
  it("charges an attempt without a settlement by its estimate and flags it", async () => {
    await (await start()).open(openingOf("r"), intentOf("a", "r"));
    await (await startAfterCrash()).flush();
    expect(store.attempts.get("a")).toMatchObject({
      status: "interrupted",
      isUsageEstimated: true,
      isPriced: true,
      counts: { inputTokens: 100, outputTokens: 50 },
      inputCostNanoUsd: "15000",
      outputCostNanoUsd: "30000",
      costNanoUsd: "45000",
    });
    expect(store.attempts.get("a")?.errorMessage).toContain("Sluice was stopped");
    expect(store.requests.get("r")).toMatchObject({ status: "interrupted", attemptCount: 1, costNanoUsd: "45000" });
  });

  it("charges by the latest progress when there was some, with the estimated input if only output was seen", async () => {
    const ledger = await start();
    const intent = intentOf("a", "r");
    await ledger.open(openingOf("r"), intent);
    const bytesBefore = ledger.stats().journalBytes;
    ledger.progress(intent, { outputTokens: 3 });
    ledger.progress(intent, { outputTokens: 7 });
    await expect.poll(() => ledger.stats().journalBytes, { timeout: 5_000 }).toBeGreaterThan(bytesBefore);
    await (await startAfterCrash()).flush();
    expect(store.attempts.get("a")).toMatchObject({
      counts: { inputTokens: 100, outputTokens: 7 },
      costNanoUsd: "19200",
    });
  });

  it("sums the interrupted request over its settled attempts too", async () => {
    const ledger = await start();
    const [first, second] = [intentOf("first", "r"), intentOf("second", "r", { sequence: 2 })];
    await ledger.open(openingOf("r"), first);
    ledger.settle(settlementOf(first, { status: "error" }));
    await ledger.open(openingOf("r"), second);
    await ledger.flush();
    await (await startAfterCrash()).flush();
    expect(store.attempts.get("first")?.status).toBe("error");
    expect(store.requests.get("r")).toMatchObject({
      attemptCount: 2,
      counts: { inputTokens: 110, outputTokens: 55 },
      costNanoUsd: "49500",
    });
  });

  it("leaves a finished request as it is when only its losing attempt was open", async () => {
    const ledger = await start();
    const opening = openingOf("r");
    await ledger.open(opening, intentOf("winner", "r"));
    await ledger.open(opening, intentOf("loser", "r", { sequence: 2 }));
    ledger.settle(settlementOf(intentOf("winner", "r")));
    ledger.finish(finishOf(opening, [settlementOf(intentOf("winner", "r"))]));
    await ledger.flush();
    await (await startAfterCrash()).flush();
    expect(store.requests.get("r")?.status).toBe("success");
    expect(store.attempts.get("loser")?.status).toBe("interrupted");
  });

  it("28. gives the same rows when the same journal is replayed twice, and a settlement is never overwritten", async () => {
    const ledger = await start();
    for (let i = 0; i < 50; i++) await serve(ledger, String(i));
    await ledger.open(openingOf("open"), intentOf("open", "open"));
    await (await startAfterCrash()).flush();
    const once = structuredClone([...store.attempts, ...store.requests]);
    await (await startAfterCrash()).flush();
    expect([...store.attempts, ...store.requests]).toEqual(once);
    expect(store.attempts.size).toBe(51);
  });

  it("28. steps over damage, counts it, and takes a segment that is there twice as one", async () => {
    const ledger = await start();
    store.refuse = true;
    for (let i = 0; i < 20; i++) await serve(ledger, String(i));
    await expect.poll(() => ledger.stats().pendingRows).toBe(40);
    // A store of its own: the first ledger lives on here, unlike a crashed one, and would bring its rows out too.
    const after = createMemoryStore();
    const recovered = await startAfterCrash({ store: after }, (directory) => {
      const path = join(directory, "0000000001.seg");
      const bytes = readFileSync(path);
      writeFileSync(join(directory, "0000000002.seg"), bytes);
      const at = bytes.indexOf('"kind":"finished"');
      bytes.writeUInt8(bytes.readUInt8(at + 30) ^ 1, at + 30);
      writeFileSync(path, bytes);
    });
    await recovered.flush();
    expect([after.attempts.size, after.requests.size, after.repeats]).toEqual([20, 20, 0]);
    expect(recovered.stats()).toMatchObject({ corruptRecords: 1, pendingRows: 0 });
    expect([...after.attempts.values()].every((attempt) => attempt.status === "success")).toBe(true);
    await recovered.close();
    await ledger.close();
  });

  it("keeps a long stream's intent and its settled attempts while the segments around it are deleted", async () => {
    let nowMs = 0;
    const ledger = await start({ clock: () => nowMs });
    const [failed, running] = [intentOf("failed", "long"), intentOf("running", "long", { sequence: 2 })];
    await ledger.open(openingOf("long"), failed);
    ledger.settle(settlementOf(failed, { status: "error" }));
    await ledger.open(openingOf("long"), running);
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 100; i++) await serve(ledger, `${round}-${i}`);
      nowMs += 20_000;
      await ledger.flush();
    }
    await serve(ledger, "last");
    await ledger.flush();
    expect(ledger.stats().journalBytes).toBeLessThan(110_000);
    await (await startAfterCrash()).flush();
    expect(store.attempts.get("running")?.status).toBe("interrupted");
    expect(store.requests.get("long")).toMatchObject({ status: "interrupted", attemptCount: 2 });
  });
});

describe("processes that share a data directory", () => {
  it("leaves a living process's journal alone", async () => {
    const first = await start();
    await first.open(openingOf("r"), intentOf("a", "r"));
    const second = await start();
    await second.flush();
    expect(store.attempts.size).toBe(0);
    expect(readdirSync(join(dataDir, "journal"))).toHaveLength(2);
  });

  it("hands what a closed ledger left open to the next start, which removes it", async () => {
    const first = await start();
    await first.open(openingOf("r"), intentOf("a", "r"));
    await first.close();
    const second = await start();
    await second.flush();
    expect(store.attempts.get("a")?.status).toBe("interrupted");
    await second.close();
    expect(readdirSync(join(dataDir, "journal"))).toEqual([]);
  });
});
