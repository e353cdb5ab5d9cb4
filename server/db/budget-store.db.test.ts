import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { type BudgetBook, createBudgetBook, type Held } from "@/server/gateway/budgets/create-budget-book";
import type { BudgetEntry } from "@/server/gateway/config/config-store";
import { intentOf, settlementOf } from "@/server/gateway/ledger/ledger-fixtures";
import { toBatch } from "@/server/gateway/ledger/ledger-row";
import type { AttemptRecord, BudgetHold } from "@/server/gateway/ledger/records";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { expectConserved } from "@/test/expect-conserved";
import { createBudgetStore } from "./budget-store";
import { createDatabase, type Database } from "./client";
import { createLedgerStore } from "./ledger-store";

const USD = 1_000_000_000n;
const CENT = USD / 100n;

let server: TestDatabase;
let databases: Database[];
let tenantId: string;
let books: BudgetBook[] = [];

beforeAll(async () => {
  server = await createTestDatabase();
  databases = [createDatabase({ url: server.url }), createDatabase({ url: server.url })];
});

afterAll(async () => {
  for (const database of databases) await database.close();
  await server.drop();
});

beforeEach(async () => {
  books = [];
  tenantId = randomUUID();
  await system().tenant.create({ data: { id: tenantId, name: "Acme", slug: `acme-${tenantId}` } });
});

const first = () => {
  const [database] = databases;
  if (!database) throw new Error("no database");
  return database;
};
const system = () => first().asSystem;
const pool = () => first().ledgerPool;

async function budgetOf(over: Partial<BudgetEntry> = {}): Promise<BudgetEntry> {
  const entry: BudgetEntry = {
    id: randomUUID(),
    name: `Budget ${randomUUID().slice(0, 4)}`,
    scope: "tenant",
    scopeId: null,
    period: "month",
    rollingHours: null,
    limitNanoUsd: USD,
    warnAtPercent: 80,
    degradeAtPercent: null,
    blocksAtLimit: true,
    ...over,
  };
  await system().budget.create({ data: { tenantId, ...entry } });
  return entry;
}

/** A replica: its own book and its own connections. */
function replica(n = 0, options: { clock?: () => number; id?: string } = {}): BudgetBook {
  const database = databases[n % 2] ?? first();
  const store = createBudgetStore(database, options.id ?? `replica-${n}-${randomUUID()}`);
  const book = createBudgetBook({
    store,
    log: () => undefined,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  books.push(book);
  return book;
}

const hold = async (
  book: BudgetBook,
  budgets: readonly BudgetEntry[],
  amount: bigint,
  timeZone = "UTC",
): Promise<Held> => book.hold({ budgets, timeZone, amount });

const tryHold = (book: BudgetBook, budgets: readonly BudgetEntry[], amount: bigint) =>
  hold(book, budgets, amount).catch((error: unknown) => {
    if (isAppError(error) && error.code === "budget_exceeded") return undefined;
    throw error;
  });

function attemptOf(holds: readonly BudgetHold[], cost: bigint, over: Partial<AttemptRecord> = {}): AttemptRecord {
  const intent = intentOf(randomUUID(), randomUUID(), {
    tenantId,
    apiKeyId: null,
    providerConfigId: randomUUID(),
    startedAtMs: Date.now(),
    holds: [...holds],
  });
  return settlementOf(intent, {
    costNanoUsd: cost.toString(),
    inputCostNanoUsd: cost.toString(),
    outputCostNanoUsd: "0",
    ...over,
    completedAtMs: over.startedAtMs ?? intent.startedAtMs,
  });
}

const write = (attempts: readonly AttemptRecord[], n = 0) =>
  createLedgerStore(databases[n % 2] ?? first()).write(toBatch({ attempts }));

async function end(): Promise<void> {
  for (const book of books) await book.close();
}

const conserved = (isStrict = true) => expectConserved(pool(), { tenantId, isStrict });

const spentOf = async (budget: BudgetEntry) =>
  (await system().budgetWindow.findMany({ where: { budgetId: budget.id }, orderBy: { startsAt: "asc" } })).map(
    (window) => window.spentNanoUsd,
  );

describe("a budget over two replicas", () => {
  it("2. of 1 USD admits exactly 100 of 200 concurrent calls of a cent, and settles exactly 1.000000000 USD", async () => {
    const budget = await budgetOf();
    const [one, two] = [replica(0), replica(1)];
    const held = await Promise.all(
      Array.from({ length: 200 }, (_, n) => tryHold(n % 2 === 0 ? one : two, [budget], CENT)),
    );
    const admitted = held.filter((each) => each !== undefined);
    expect(admitted).toHaveLength(100);
    await conserved();
    for (const each of admitted) each.release(CENT);
    await write(admitted.map((each) => attemptOf(each.holds, CENT)));
    await end();
    expect(await spentOf(budget)).toEqual([USD]);
    expect(await conserved()).toMatchObject({ open: 0n });
  });

  it("2. is never overspent where calls turn out cheaper than was held, and what they left is spent by others", async () => {
    const budget = await budgetOf();
    const [one, two] = [replica(0), replica(1)];
    let settled = 0n;
    let admitted = 0;
    const client = async (n: number) => {
      for (;;) {
        const held = await tryHold(n % 2 === 0 ? one : two, [budget], 5n * CENT);
        if (held === undefined) return;
        admitted += 1;
        const cost = BigInt(1 + ((admitted * 7919) % 50_000_000));
        settled += cost;
        held.release(cost);
        await write([attemptOf(held.holds, cost)], n);
      }
    };
    await Promise.all(Array.from({ length: 4 }, (_, n) => client(n)));
    await end();
    expect(settled).toBeLessThanOrEqual(USD);
    expect(settled).toBeGreaterThan((USD * 85n) / 100n);
    expect(await spentOf(budget)).toEqual([settled]);
    expect(await conserved()).toMatchObject({ open: 0n });
  }, 30_000);

  it("3. over four scopes at once is taken all or nothing: a refusal leaves nothing held", async () => {
    const budgets = await Promise.all([
      budgetOf({ limitNanoUsd: 9n * CENT }),
      budgetOf({ scope: "api_key", scopeId: randomUUID(), limitNanoUsd: 7n * CENT }),
      budgetOf({ scope: "user", scopeId: randomUUID(), limitNanoUsd: 5n * CENT }),
      budgetOf({ scope: "model", scopeId: "gpt-4o-mini", limitNanoUsd: 8n * CENT }),
    ]);
    const [one, two] = [replica(0), replica(1)];
    const held = await Promise.all(Array.from({ length: 40 }, (_, n) => tryHold(n % 2 ? one : two, budgets, CENT)));
    const admitted = held.filter((each) => each !== undefined);
    expect(admitted).toHaveLength(5);
    expect(one.stats().heldNanoUsd + two.stats().heldNanoUsd).toBe(5n * CENT);
    for (const each of admitted) each.release(0n);
    await end();
    expect(await conserved()).toMatchObject({ open: 0n, settled: 0n });
  });

  it("names the budget, its limit, what is spent and when it resets, in the organization's zone", async () => {
    const budget = await budgetOf({ name: "Team", period: "day", limitNanoUsd: 3n * CENT });
    const book = replica(0, { clock: () => Date.UTC(2026, 10, 26, 12) });
    const held = await hold(book, [budget], 2n * CENT, "Asia/Tokyo");
    held.release(2n * CENT);
    await write([attemptOf(held.holds, 2n * CENT, { startedAtMs: Date.UTC(2026, 10, 26, 12) })]);
    const refused = await hold(book, [budget], 2n * CENT, "Asia/Tokyo").catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "budget_exceeded",
      httpStatus: 402,
      isRetryable: false,
      message: expect.stringMatching(
        /"Team" has too little left: 0\.02 USD of 0\.03 USD are spent.*resets at 2026-11-27 00:00 \(Asia\/Tokyo\)/,
      ),
      details: { budget: { limitUsd: "0.03", spentUsd: "0.02", resetsAt: "2026-11-26T15:00:00.000Z" } },
    });
  });

  it("whose limit is lowered below what was spent stops the very next call, though a slice lay at hand", async () => {
    const budget = await budgetOf({ limitNanoUsd: 10n * USD });
    const book = replica(0);
    const held = await hold(book, [budget], CENT);
    held.release(CENT);
    await write([attemptOf(held.holds, CENT)]);
    await system().budget.update({ where: { id: budget.id }, data: { limitNanoUsd: 5_000_000n } });
    await expect(hold(book, [{ ...budget, limitNanoUsd: 5_000_000n }], 1n)).rejects.toMatchObject({
      code: "budget_exceeded",
    });
    await end();
    await conserved(false);
  });

  it("that only warns lets every call through, and says how far it is", async () => {
    const budget = await budgetOf({ blocksAtLimit: false, limitNanoUsd: CENT, name: "Soft" });
    const book = replica(0);
    for (let n = 0; n < 3; n += 1) {
      const held = await hold(book, [budget], CENT);
      held.release(CENT);
      await write([attemptOf(held.holds, CENT)]);
    }
    const held = await hold(book, [budget], CENT);
    expect(held.warnings.join()).toMatch(/The budget "Soft" is at [123]00 % of 0\.01 USD\./);
    held.release(0n);
    await end();
    expect(await spentOf(budget)).toEqual([3n * CENT]);
    await conserved();
  });
});

describe("a settlement", () => {
  it("6. twice, in parallel, and against the sweep, moves money once in 1,000 rounds", async () => {
    const budget = await budgetOf({ limitNanoUsd: 1_000n * USD });
    const attempts: AttemptRecord[] = [];
    const book = replica(0, { id: "gone" });
    for (let n = 0; n < 1_000; n += 1) {
      const held = await hold(book, [budget], CENT);
      attempts.push(attemptOf(held.holds, BigInt(n)));
    }
    // The replica is gone without a word: its lease is given up while its journal is still being read, by two at once.
    await system().budgetLease.updateMany({ where: { budgetId: budget.id }, data: { expiresAt: new Date(0) } });
    const sweeper = createBudgetStore(first(), "sweeper");
    const batches = Array.from({ length: 20 }, (_, n) => attempts.slice(n * 50, n * 50 + 50));
    await Promise.all(
      batches.flatMap((batch, n) => [write(batch, 0), write(batch, 1), ...(n % 5 === 0 ? [sweeper.sweep()] : [])]),
    );
    expect(await spentOf(budget)).toEqual([(999n * 1_000n) / 2n]);
    expect(await conserved(false)).toMatchObject({ open: 0n });
  }, 60_000);

  it("7. that Postgres refuses at any statement is retried: none lost, none double", async () => {
    const budget = await budgetOf();
    const book = replica(0);
    const held = await hold(book, [budget], CENT);
    const attempt = attemptOf(held.holds, CENT);
    held.release(CENT);
    for (const table of ["llm_attempts", "budget_windows", "budget_leases"]) {
      const admin = system();
      await breakTable(table);
      await expect(write([attempt])).rejects.toThrow();
      await mendTable(table);
      expect(await admin.llmAttempt.count({ where: { id: attempt.attemptId } })).toBe(0);
      expect(await spentOf(budget)).toEqual([0n]);
    }
    await write([attempt]);
    await write([attempt]);
    expect(await spentOf(budget)).toEqual([CENT]);
    await end();
    expect(await conserved()).toMatchObject({ open: 0n });
  });

  it("19. is charged to the window of its reservation: held at 23:59:59.999, settled after midnight", async () => {
    const midnight = Date.UTC(2026, 10, 27, 5); // in New York
    let nowMs = midnight - 1;
    const budget = await budgetOf({ period: "day" });
    const book = replica(0, { clock: () => nowMs });
    const late = await hold(book, [budget], CENT, "America/New_York");
    nowMs = midnight;
    const early = await hold(book, [budget], 2n * CENT, "America/New_York");
    late.release(CENT);
    early.release(2n * CENT);
    // Even the attempt's own start is past midnight by then.
    await write([
      attemptOf(late.holds, CENT, { startedAtMs: midnight + 1 }),
      attemptOf(early.holds, 2n * CENT, { startedAtMs: midnight + 2 }),
    ]);
    await end();
    expect(await spentOf(budget)).toEqual([CENT, 2n * CENT]);
    expect(await conserved()).toMatchObject({ open: 0n });
  });

  it("whose cost is unknown charges all that was held: an unknown price is never free", async () => {
    const budget = await budgetOf();
    const book = replica(0);
    const held = await hold(book, [budget], 3n * CENT);
    held.release(null);
    await write([attemptOf(held.holds, 0n, { isPriced: false })]);
    await end();
    expect(await spentOf(budget)).toEqual([3n * CENT]);
    expect(await conserved()).toMatchObject({ open: 0n });
  });

  it("of a budget that was deleted meanwhile is stored and charges nothing", async () => {
    const budget = await budgetOf();
    const held = await hold(replica(0), [budget], CENT);
    await system().budget.delete({ where: { id: budget.id } });
    const attempt = attemptOf(held.holds, CENT);
    await write([attempt]);
    expect(await system().llmAttempt.count({ where: { id: attempt.attemptId } })).toBe(1);
  });
});

describe("a window", () => {
  it("18. is opened once however many replicas turn its page at the same instant", async () => {
    let nowMs = Date.UTC(2026, 2, 28, 23);
    const budget = await budgetOf({ period: "day" });
    const [one, two] = [replica(0, { clock: () => nowMs }), replica(1, { clock: () => nowMs })];
    for (let day = 0; day < 5; day += 1) {
      nowMs += 24 * 3_600_000;
      const held = await Promise.all([one, two, one, two].map((book) => hold(book, [budget], CENT, "Europe/Berlin")));
      for (const each of held) each.release(0n);
    }
    const windows = await system().budgetWindow.findMany({
      where: { budgetId: budget.id },
      orderBy: { startsAt: "asc" },
    });
    expect(windows).toHaveLength(5);
    for (const [n, window] of windows.entries()) if (n > 0) expect(window.startsAt).toEqual(windows[n - 1]?.endsAt);
    await end();
    await conserved();
  });

  it("of a rolling budget frees what was spent once it is as old as the budget is long, and not before", async () => {
    const HOUR = 3_600_000;
    let nowMs = 500_000 * HOUR;
    const budget = await budgetOf({ period: "rolling", rollingHours: 24, limitNanoUsd: 2n * CENT });
    const book = replica(0, { clock: () => nowMs });
    const held = await hold(book, [budget], 2n * CENT);
    held.release(2n * CENT);
    await write([attemptOf(held.holds, 2n * CENT, { startedAtMs: nowMs })]);
    nowMs += 24 * HOUR;
    await expect(hold(book, [budget], CENT)).rejects.toMatchObject({ code: "budget_exceeded" });
    nowMs += HOUR;
    (await hold(book, [budget], CENT)).release(0n);
    await end();
    await conserved();
  });

  it("begins with what was spent before the budget was made", async () => {
    await write([attemptOf([], 7n * CENT)]);
    const budget = await budgetOf({ limitNanoUsd: 10n * CENT });
    await expect(hold(replica(0), [budget], 4n * CENT)).rejects.toMatchObject({
      details: { budget: { spentUsd: "0.07" } },
    });
  });
});

describe("what a dead replica held", () => {
  it("is free once its journal has been read, and what that charged is charged", async () => {
    const budget = await budgetOf();
    const dead = replica(0, { id: "dead" });
    const held = await Promise.all(Array.from({ length: 50 }, () => hold(dead, [budget], CENT)));
    const store = createLedgerStore(first());
    await store.write(toBatch({ attempts: held.slice(0, 20).map((each) => attemptOf(each.holds, CENT)) }));
    await store.release?.("dead");
    await store.release?.("dead");
    expect(await conserved()).toMatchObject({ open: 0n });
    expect(await spentOf(budget)).toEqual([20n * CENT]);
    const rest = await hold(replica(1), [budget], 80n * CENT);
    rest.release(0n);
    await end();
    await conserved();
  });
});

/** Makes every write to a table fail, as a trigger does that an operator got wrong. */
async function breakTable(table: string): Promise<void> {
  await asOwner(
    `CREATE OR REPLACE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'injected'; END $$;
     CREATE TRIGGER break BEFORE INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION break()`,
  );
}

const mendTable = (table: string) => asOwner(`DROP TRIGGER break ON ${table}`);

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
