import { performance } from "node:perf_hooks";
import { AppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { BudgetEntry } from "@/server/gateway/config/config-store";
import type { LedgerLog } from "@/server/gateway/ledger/ledger-log";
import type { BudgetHold } from "@/server/gateway/ledger/records";
import { BudgetAccount, type BudgetClock, type BudgetFigures, type Refill } from "./budget-account";
import type { BudgetStore, LeaseReturn } from "./budget-store";
import { explainExhausted } from "./explain-exhausted";
import type { Lease } from "./lease";

const TEND_MS = 5_000;
const SWEEP_MS = 60_000;
/** So long a call waits where money is not spent but held by others, which may come free any moment. */
const HELD_PATIENCE_MS = 1_000;
const FIRST_PAUSE_MS = 20;

export interface HoldAsk {
  /** Every budget that the call falls under; not empty. */
  budgets: readonly BudgetEntry[];
  timeZone: string;
  /** Nano-USD that the call costs at most. */
  amount: bigint;
  /** A smaller amount that the call could live with where only `left` remains; undefined where it can't. */
  shrink?(left: bigint): bigint | undefined;
}

/** Where the tightest of a call's budgets stands. */
export interface BudgetStanding {
  remainingNanoUsd: bigint;
  resetAtMs: number;
}

export interface Held {
  /** For the journal. */
  holds: readonly BudgetHold[];
  /** What was held in the end. */
  amount: bigint;
  standing: BudgetStanding;
  /** Of budgets near their limits, as sentences for the client. */
  warnings: readonly string[];
  /** Told once what the call cost; null where that is not known, and the whole amount is charged. Further calls change nothing. */
  release(costNanoUsd: bigint | null): void;
}

/** Budgets as one replica spends them: from slices in memory, so that a call waits for the database only when no slice is at hand. */
export interface BudgetBook {
  /**
   * Holds an amount in every budget, all or nothing. Throws `budget_exceeded` where one has not that much left, and `not_ready` where one that
   * blocks could not be asked.
   */
  hold(ask: HoldAsk): Held | Promise<Held>;
  /** Percent of the limit that is spent, as far as this replica knows; null while it was not told. */
  percentSpent(budget: BudgetEntry, timeZone: string): number | null;
  /** Asks the database where budgets stand. Resolves also where it does not answer. */
  look(budgets: readonly BudgetEntry[], timeZone: string): Promise<void>;
  stats(): { accounts: number; heldNanoUsd: bigint };
  /** Gives every slice back. After the ledger was closed. */
  close(): Promise<void>;
}

export interface BudgetBookOptions {
  store: BudgetStore;
  log: LedgerLog;
  /** Epoch milliseconds, instead of the database's clock: for tests. */
  clock?: () => number;
}

export function createBudgetBook({ store, log, clock }: BudgetBookOptions): BudgetBook {
  const accounts = new Map<string, BudgetAccount>();
  const time = createClock(clock);
  let isAway = false;
  let isClosed = false;
  let heldNanoUsd = 0n;
  let lastSweepAt = time.steady();

  function noteFailure(error: unknown): void {
    if (!isAway)
      log({ level: "error", msg: "budgets can't be asked; calls go on from slices at hand", reason: String(error) });
    isAway = true;
  }

  function accountOf(budget: BudgetEntry, timeZone: string): BudgetAccount {
    let account = accounts.get(budget.id);
    if (!account) {
      account = new BudgetAccount(budget, timeZone, store, time, noteFailure);
      accounts.set(budget.id, account);
    }
    account.turnTo(budget, timeZone);
    return account;
  }

  function hold(ask: HoldAsk): Held | Promise<Held> {
    const places: BudgetAccount[] = [];
    for (const budget of ask.budgets) {
      const account = accountOf(budget, ask.timeZone);
      if (!account.canTake(ask.amount)) return holdLater(ask);
      places.push(account);
    }
    return take(places, ask);
  }

  async function holdLater(ask: HoldAsk): Promise<Held> {
    const untilMs = time.steady() + HELD_PATIENCE_MS;
    const without = new Set<BudgetAccount>();
    let { amount } = ask;
    for (let pauseMs = FIRST_PAUSE_MS; ; ) {
      // Anew each time: the window, or the budget, may have changed while this call waited.
      const places = ask.budgets.map((budget) => accountOf(budget, ask.timeZone));
      const lacking = places.find((account) => !account.canTake(amount) && !without.has(account));
      if (lacking === undefined) return take(places, { ...ask, amount }, without);
      const refill = await lacking.refill(amount);
      if (refill.kind === "granted") {
        isAway = false;
        continue;
      }
      if (refill.kind === "gone" || !lacking.budget.blocksAtLimit) {
        // Nobody blocks for a budget that was deleted just now, nor for one that only warns.
        without.add(lacking);
        continue;
      }
      if (refill.kind === "away") throw outOfReach(lacking.budget);
      const smaller = ask.shrink?.(refill.left);
      if (smaller !== undefined && smaller < amount) {
        amount = smaller;
        continue;
      }
      if (!mayComeFree(refill, amount) || time.steady() >= untilMs)
        throw explainExhausted(lacking.budget, ask.timeZone, refill, amount);
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
      pauseMs = Math.min(200, pauseMs * 2);
    }
  }

  function take(
    places: readonly BudgetAccount[],
    { amount }: Pick<HoldAsk, "amount">,
    without?: ReadonlySet<BudgetAccount>,
  ): Held {
    const taken: (Lease | null)[] = [];
    const amountNanoUsd = amount.toString();
    const holds: BudgetHold[] = [];
    const warnings: string[] = [];
    let standing: BudgetStanding | undefined;
    for (const account of places) {
      const lease = without?.has(account) && !account.canTake(amount) ? null : account.take(amount);
      taken.push(lease);
      const { startMs, endMs } = account.window;
      holds.push({
        budgetId: account.budget.id,
        windowStartMs: startMs,
        windowEndMs: endMs,
        leaseId: lease?.id ?? null,
        amountNanoUsd,
      });
      const figures = account.figures();
      if (standing === undefined || figures.left < standing.remainingNanoUsd)
        standing = { remainingNanoUsd: figures.left, resetAtMs: figures.resetAtMs };
      const { warnAtPercent, name } = account.budget;
      if (warnAtPercent === null) continue;
      const percent = percentOf(figures);
      if (percent >= warnAtPercent)
        warnings.push(`The budget "${name}" is at ${percent} % of ${formatNanoUsd(figures.limit)} USD.`);
    }
    heldNanoUsd += amount;
    let isReleased = false;
    return {
      holds,
      amount,
      standing: standing ?? { remainingNanoUsd: 0n, resetAtMs: 0 },
      warnings,
      release(costNanoUsd) {
        if (isReleased) return;
        isReleased = true;
        heldNanoUsd -= amount;
        for (const lease of taken) lease?.settle(amount, costNanoUsd ?? amount);
      },
    };
  }

  async function tend(): Promise<void> {
    const told: (() => void)[] = [];
    const returns: LeaseReturn[] = [];
    for (const [id, account] of accounts) {
      const news = isClosed ? account.end() : account.tend();
      returns.push(...news.returns);
      told.push(news.told);
      if (account.isIdle) accounts.delete(id);
    }
    try {
      await store.giveBack(returns);
      for (const tell of told) tell();
      if (isClosed || time.steady() - lastSweepAt < SWEEP_MS) return;
      lastSweepAt = time.steady();
      const freed = await store.sweep();
      if (freed > 0)
        log({ level: "warn", msg: "slices of budgets that a lost replica held are free again", leases: freed });
    } catch (error) {
      noteFailure(error);
    }
  }

  let tending: Promise<void> | undefined;
  const timer = setInterval(() => {
    tending ??= tend().finally(() => {
      tending = undefined;
    });
  }, TEND_MS);
  timer.unref();

  return {
    hold,
    percentSpent(budget, timeZone) {
      const account = accountOf(budget, timeZone);
      return account.isKnown ? percentOf(account.figures()) : null;
    },
    async look(budgets, timeZone) {
      await Promise.all(budgets.map((budget) => accountOf(budget, timeZone).refill(0n)));
    },
    stats: () => ({ accounts: accounts.size, heldNanoUsd }),
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      await tending;
      await tend();
    },
  };
}

/** Money that is not spent but held: by calls under way, or by slices of other replicas. */
function mayComeFree({ spent, limit }: Extract<Refill, { kind: "short" }>, amount: bigint): boolean {
  return spent + amount <= limit;
}

export function percentOf({ spent, limit }: Pick<BudgetFigures, "spent" | "limit">): number {
  if (limit === 0n) return 100;
  return Number((spent * 100n) / limit);
}

function outOfReach({ name }: BudgetEntry): AppError {
  return new AppError(
    "not_ready",
    `Sluice can't reach its database to see what is left of the budget "${name}", and lets nothing past a budget unseen. Try again shortly.`,
    { retryAfterSeconds: 5 },
  );
}

/** Postgres's clock, carried on by one that nobody sets: what the host's clock says, and when it jumps, matters to no budget. */
function createClock(fixed: (() => number) | undefined): BudgetClock {
  let offsetMs: number | undefined;
  return {
    now: fixed ?? (() => (offsetMs === undefined ? Date.now() : performance.now() + offsetMs)),
    steady: () => performance.now(),
    tell(databaseNowMs) {
      offsetMs = databaseNowMs - performance.now();
    },
  };
}
