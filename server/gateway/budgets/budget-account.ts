import type { BudgetEntry } from "@/server/gateway/config/config-store";
import { newId } from "@/server/gateway/spec/new-id";
import type { BudgetStore, CarveReply, LeaseReturn } from "./budget-store";
import { Lease } from "./lease";
import { type BudgetWindow, resetOf, windowAt } from "./window-at";

/** How long a call waits for a slice when none is at hand. Past that the database is taken for gone. */
const PATIENCE_MS = 2_000;
/** A refusal is remembered so long, so that a thousand refused calls ask the database once. */
const REMEMBERED_MS = 100;
const LONGEST_REST_MS = 2_000;
const TRIES = 3;
const AHEAD_MS = 50;
/** A slice that nobody used for so long goes back to the others. */
const IDLE_MS = 15_000;
/** Of a lease's two minutes a replica uses a little less than all. */
const USABLE_MS = 110_000;

/** Calls to come are provided for with a fiftieth of the limit, 5 USD at most, and a few calls at least. */
const SPARE_SHARE = 50n;
const MOST_SPARE = 5_000_000_000n;
const SPARE_CALLS = 8n;
/** The database's numbers end at nine billion USD: what is asked for ends far below. */
const MOST_ASKED = 1_000_000_000_000_000_000n;

export interface BudgetClock {
  /** Epoch milliseconds, by the database's clock. */
  now(): number;
  /** Milliseconds that only ever go on. */
  steady(): number;
  tell(databaseNowMs: number): void;
}

export interface BudgetFigures {
  spent: bigint;
  reserved: bigint;
  limit: bigint;
  /** What this replica could still hold. */
  left: bigint;
  resetAtMs: number;
}

export type Refill =
  | { kind: "granted" }
  | ({ kind: "short" } & BudgetFigures)
  /** The database does not answer. */
  | { kind: "away" }
  | { kind: "gone" };

interface Waiter {
  amount: bigint;
  tell(refill: Refill): void;
}

/** One budget as one replica spends it. */
export class BudgetAccount {
  #budget: BudgetEntry;
  #timeZone: string;
  #window: BudgetWindow | undefined;
  #lease: Lease | undefined;
  /** Of windows that are over, or let go of: kept until all their calls have ended and the database knows. */
  readonly #old = new Set<Lease>();
  #reply: CarveReply | undefined;
  #consumedAtReply = 0n;
  #waiters: Waiter[] = [];
  #carvingSince: number | undefined;
  #isGone = false;
  #restUntil = 0;
  #restMs = 0;
  #shortUntil = 0;
  #aheadFrom = 0;
  #lastAmount = 0n;

  constructor(
    budget: BudgetEntry,
    timeZone: string,
    private readonly store: BudgetStore,
    private readonly clock: BudgetClock,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#budget = budget;
    this.#timeZone = timeZone;
  }

  get budget(): BudgetEntry {
    return this.#budget;
  }

  /** Nothing is held of it, nothing waits: it may be forgotten. */
  get isIdle(): boolean {
    return this.#lease === undefined && this.#old.size === 0 && this.#carvingSince === undefined;
  }

  /** Takes up a changed budget, and turns the page when the window is over. Call it before anything else of a call. */
  turnTo(budget: BudgetEntry, timeZone: string): void {
    if (budget !== this.#budget || timeZone !== this.#timeZone) this.#change(budget, timeZone);
    const nowMs = this.clock.now();
    if (this.#window !== undefined && nowMs >= this.#window.startMs && nowMs < this.#window.endMs) return;
    this.#window = windowAt(budget, timeZone, nowMs);
    this.#letGo();
    this.#forgetAnswer();
  }

  #change(budget: BudgetEntry, timeZone: string): void {
    const isSame =
      budget.limitNanoUsd === this.#budget.limitNanoUsd && budget.blocksAtLimit === this.#budget.blocksAtLimit;
    if (timeZone !== this.#timeZone) this.#window = undefined;
    this.#budget = budget;
    this.#timeZone = timeZone;
    if (isSame) return;
    // A limit lowered below what was spent must stop the next call, though a slice of the old limit lies at hand.
    this.#lease?.returnFree();
    this.#forgetAnswer();
  }

  #forgetAnswer(): void {
    this.#reply = undefined;
    this.#shortUntil = 0;
    this.#isGone = false;
  }

  #letGo(): void {
    if (this.#lease === undefined) return;
    this.#lease.returnFree();
    this.#lease.hasNews = true;
    this.#old.add(this.#lease);
    this.#lease = undefined;
  }

  canTake(amount: bigint): boolean {
    const lease = this.#lease;
    return lease !== undefined && lease.free >= amount && this.clock.steady() < lease.usableUntil;
  }

  /** Holds an amount of the slice at hand; only after `canTake`. Null where there is no slice, of a budget that only warns. */
  take(amount: bigint): Lease | null {
    const lease = this.#lease;
    this.#lastAmount = amount;
    if (lease === undefined) return null;
    lease.take(amount);
    lease.lastUsedAt = this.clock.steady();
    if (lease.free < this.#spare() / 2n && lease.lastUsedAt >= this.#aheadFrom) this.#refillAhead();
    return lease;
  }

  get window(): BudgetWindow {
    this.#window ??= windowAt(this.#budget, this.#timeZone, this.clock.now());
    return this.#window;
  }

  /** Whether the database has told what was spent in the running window. */
  get isKnown(): boolean {
    return this.#reply !== undefined;
  }

  /** What is known now; before the database was ever asked, nothing is taken for spent. */
  figures(): BudgetFigures {
    const { limitNanoUsd: limit } = this.#budget;
    const reply = this.#reply;
    const resetAtMs = resetOf(this.#budget, this.window, reply?.oldestSpentMs ?? null);
    if (reply === undefined) return { spent: 0n, reserved: 0n, limit, left: limit, resetAtMs };
    const free = this.#lease === undefined || this.#lease.free < 0n ? 0n : this.#lease.free;
    const left = reply.limit - reply.spent - reply.reserved + free;
    const consumed = (this.#lease?.consumed ?? 0n) - this.#consumedAtReply;
    return {
      spent: reply.spent + (consumed > 0n ? consumed : 0n),
      reserved: reply.reserved,
      limit: reply.limit,
      left: left > 0n ? left : 0n,
      resetAtMs,
    };
  }

  /** Resolves when there may be enough at hand, or says why there is not. Calls that ask at once are answered by one question. */
  refill(amount: bigint): Promise<Refill> {
    const steadyMs = this.clock.steady();
    if (this.#isGone) return Promise.resolve({ kind: "gone" });
    if (steadyMs < this.#shortUntil) {
      const figures = this.figures();
      if (figures.left < amount) return Promise.resolve({ kind: "short", ...figures });
    }
    const isSlow = this.#carvingSince !== undefined && steadyMs - this.#carvingSince > PATIENCE_MS;
    if (isSlow || steadyMs < this.#restUntil) return Promise.resolve({ kind: "away" });
    return new Promise((resolve) => {
      // An answer that has come, and waits behind a burst of calls for its turn, is not late.
      const timer = setTimeout(() => setImmediate(() => resolve({ kind: "away" })), PATIENCE_MS);
      this.#waiters.push({
        amount,
        tell(refill) {
          clearTimeout(timer);
          resolve(refill);
        },
      });
      this.#startCarving();
    });
  }

  #refillAhead(): void {
    const steadyMs = this.clock.steady();
    if (steadyMs < this.#restUntil) return;
    // Near the cap there is nothing to be had ahead of need, and asking for it with every call would cost a question each.
    this.#aheadFrom = steadyMs + AHEAD_MS;
    this.#startCarving();
  }

  #startCarving(): void {
    if (this.#carvingSince !== undefined) return;
    this.#carvingSince = this.clock.steady();
    // After this turn, so that calls that arrive together ask together.
    queueMicrotask(() => void this.#carveWhileAsked());
  }

  async #carveWhileAsked(): Promise<void> {
    do {
      const waiters = this.#waiters;
      this.#waiters = [];
      this.#carvingSince = this.clock.steady();
      const answer = await this.#carve(waiters.map((waiter) => waiter.amount)).catch((error: unknown) => {
        this.#restMs = Math.min(LONGEST_REST_MS, Math.max(100, this.#restMs * 2));
        this.#restUntil = this.clock.steady() + this.#restMs;
        this.onFailure(error);
        return "away" as const;
      });
      for (const waiter of waiters) waiter.tell(this.#answerFor(answer, waiter.amount));
      // Let those who were answered take their part before the next question counts what is free.
      await Promise.resolve();
    } while (this.#waiters.length > 0);
    this.#carvingSince = undefined;
  }

  #answerFor(answer: "granted" | "short" | "away" | "gone", amount: bigint): Refill {
    if (answer !== "short") return { kind: answer };
    const figures = this.figures();
    return figures.left >= amount ? { kind: "granted" } : { kind: "short", ...figures };
  }

  /** Asks for what the waiting need, and a slice for those to come. */
  async #carve(amounts: readonly bigint[]): Promise<"granted" | "short" | "gone"> {
    const window = this.window;
    this.#lease ??= new Lease(newId(), window);
    const lease = this.#lease;
    const free = lease.free;
    const needOf = (amount: bigint) => (amount > free ? amount - free : 0n);
    const smallest = amounts.reduce<bigint | null>(
      (least, each) => (least === null || each < least ? each : least),
      null,
    );
    const all = amounts.reduce((sum, each) => sum + each, 0n);
    const spare = this.#spare();
    const askedAt = this.clock.steady();
    const reply = await this.#ask({
      budgetId: this.#budget.id,
      leaseId: lease.id,
      window,
      least: smallest === null ? 0n : min(needOf(smallest), MOST_ASKED),
      wanted: min(needOf(all), MOST_ASKED),
      spare: free >= spare ? 0n : spare - (free > 0n ? free : 0n),
      unit: smallest ?? this.#lastAmount,
    });
    this.#restMs = 0;
    this.#restUntil = 0;
    if (reply === null) {
      this.#isGone = true;
      this.#lease = undefined;
      return "gone";
    }
    this.clock.tell(reply.nowMs);
    this.#reply = reply;
    this.#consumedAtReply = lease.consumed;
    if (reply.granted === null) {
      // The sweeper took this replica for dead. What it holds goes on; the next question is about a new lease.
      lease.hasNews = true;
      this.#old.add(lease);
      if (this.#lease === lease) this.#lease = undefined;
      return amounts.length > 0 ? this.#carve(amounts) : "short";
    }
    lease.granted = reply.granted;
    lease.usableUntil = askedAt + USABLE_MS;
    if (smallest === null || lease.free >= smallest) return "granted";
    this.#shortUntil = this.clock.steady() + REMEMBERED_MS;
    return "short";
  }

  async #ask(ask: Parameters<BudgetStore["carve"]>[0]): Promise<CarveReply | null> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.store.carve(ask);
      } catch (error) {
        // A database that restarts breaks its connections, and is there again at once.
        if (tried >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20 * 4 ** (tried - 1)));
      }
    }
  }

  #spare(): bigint {
    const share = min(this.#budget.limitNanoUsd / SPARE_SHARE, MOST_SPARE);
    const calls = this.#lastAmount * SPARE_CALLS;
    return min(share > calls ? share : calls, MOST_ASKED / 100n);
  }

  /** Now and then: gives back what is idle or over, and renews what is in use. Returns what the database should hear. */
  tend(): { returns: LeaseReturn[]; told: () => void } {
    const steadyMs = this.clock.steady();
    if (this.#carvingSince === undefined && this.#lease !== undefined) {
      const nowMs = this.clock.now();
      const isOver = nowMs >= this.#lease.window.endMs || nowMs < this.#lease.window.startMs;
      if (isOver || steadyMs - this.#lease.lastUsedAt > IDLE_MS) this.#letGo();
      else this.#refillAhead();
    }
    return this.#news();
  }

  /** Gives everything back: nothing more is held from here on. */
  end(): { returns: LeaseReturn[]; told: () => void } {
    this.#letGo();
    return this.#news();
  }

  #news(): { returns: LeaseReturn[]; told: () => void } {
    for (const lease of this.#old) lease.returnFree();
    const all = [...this.#old, ...(this.#lease === undefined ? [] : [this.#lease])];
    const told = all
      .filter((lease) => lease.hasNews)
      .map((lease) => ({ lease, returned: lease.returned, isClosed: this.#old.has(lease) && lease.held === 0n }));
    return {
      returns: told.map(({ lease, returned, isClosed }) => ({ leaseId: lease.id, returned, isClosed })),
      told: () => {
        for (const { lease, returned, isClosed } of told) {
          if (lease.returned === returned && (isClosed || !this.#old.has(lease))) lease.hasNews = false;
          if (isClosed) this.#old.delete(lease);
        }
      },
    };
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
