import { SlidingCounts } from "./sliding-counts";

export type CircuitState = "closed" | "open" | "half_open";

export interface CircuitRules {
  /** Failures that open it when nothing begun since the first of them was answered. */
  failuresInARow: number;
  /** Within ten seconds: from this many calls on, this share of failures opens it too. */
  minCalls: number;
  failureShare: number;
  /** How long it stays open first; doubled by each probe that fails, up to the longest. */
  firstCooldownMs: number;
  longestCooldownMs: number;
  /** Probes that must succeed, one after the other, before it closes. */
  probesToClose: number;
  /** Tenants whose calls must have failed, so that one of them alone can't open it for all. */
  tenantsToOpen: number;
}

export interface Failure {
  reason: string;
  tenantId: string;
  /** The provider's own word on how long to wait: a floor under the cooldown. */
  waitAtLeastMs?: number;
}

/** A probe that nobody reported on in this time is taken for lost, and the next call is one. */
const PROBE_LOST_AFTER_MS = 60_000;

/** Of the calls begun since the first of the failures in a row, the share that must have failed for the row to open it. */
const SHARE_OF_ROW = 0.8;

/** Each cooldown is drawn out by up to this share, so that replicas don't probe in step. */
const JITTER = 0.2;

/**
 * A breaker: closed while calls are answered, open for a cooldown after too many failures, then half-open, which lets exactly one call
 * through at a time until enough of them were answered. Knows nothing of clocks: each question brings its own.
 */
export class Circuit {
  readonly #rules: CircuitRules;
  readonly #random: () => number;
  readonly #counts = new SlidingCounts();
  #isOpen = false;
  /** Calls begun so far; each has its number. */
  #begun = 0;
  #failuresInARow = 0;
  /** The number of the earliest call in that row. */
  #rowSince = 0;
  #tenants: string[] = [];
  #cooldownMs = 0;
  #retryAtMs = 0;
  #openedAtMs = 0;
  #probeSinceMs: number | null = null;
  #probesAnswered = 0;
  #reason = "";

  constructor(rules: CircuitRules, random: () => number) {
    this.#rules = rules;
    this.#random = random;
  }

  get isClosed(): boolean {
    return !this.#isOpen;
  }

  /** Why it opened; "" while it is closed. */
  get reason(): string {
    return this.#reason;
  }

  get openedAtMs(): number {
    return this.#openedAtMs;
  }

  /** When the next call may go, as an estimate while a probe is under way. */
  get retryAtMs(): number {
    return this.#retryAtMs;
  }

  stateAt(nowMs: number): CircuitState {
    if (!this.#isOpen) return "closed";
    return nowMs < this.#retryAtMs ? "open" : "half_open";
  }

  /** Whether a call has to stay out. Changes nothing. */
  blocks(nowMs: number): boolean {
    if (!this.#isOpen) return false;
    if (nowMs < this.#retryAtMs) return true;
    return this.#probeSinceMs !== null && nowMs - this.#probeSinceMs < PROBE_LOST_AFTER_MS;
  }

  /** To be asked right before a call that is not blocked. True makes it the one probe, which must be told how it went. */
  enter(nowMs: number): boolean {
    if (!this.#isOpen) return false;
    this.#probeSinceMs = nowMs;
    return true;
  }

  /** Counts a call that begins, and gives it its number. */
  begin(): number {
    this.#begun += 1;
    return this.#begun;
  }

  /** `call` is the number it was given; of those that nobody numbered, the latest. */
  answered(nowMs: number, isProbe: boolean, call: number = this.#begun): void {
    if (!this.#isOpen) {
      // A slow answer to a call from before the failures says nothing against them.
      if (call >= this.#rowSince) this.#failuresInARow = 0;
      this.#counts.answered(nowMs);
      return;
    }
    // What was on its way before it opened proves nothing about now.
    if (!isProbe) return;
    this.#probeSinceMs = null;
    this.#probesAnswered += 1;
    if (this.#probesAnswered >= this.#rules.probesToClose) this.close();
  }

  /** True when this failure opened it, or opened it again. */
  failed(nowMs: number, failure: Failure, isProbe: boolean, call: number = this.#begun): boolean {
    if (this.#isOpen) {
      if (isProbe) this.#open(nowMs, failure, Math.min(this.#rules.longestCooldownMs, this.#cooldownMs * 2));
      else if (failure.waitAtLeastMs !== undefined)
        this.#retryAtMs = Math.max(this.#retryAtMs, nowMs + failure.waitAtLeastMs);
      return isProbe;
    }
    this.#rowSince = this.#failuresInARow === 0 ? call : Math.min(this.#rowSince, call);
    this.#failuresInARow += 1;
    this.#counts.failed(nowMs);
    if (!this.#tenants.includes(failure.tenantId) && this.#tenants.length < this.#rules.tenantsToOpen)
      this.#tenants.push(failure.tenantId);
    if (!this.#isTooMuch(nowMs)) return false;
    this.#open(nowMs, failure, this.#rules.firstCooldownMs);
    return true;
  }

  /** A call that ended without telling anything, such as one whose client left, makes room for the next probe. */
  left(isProbe: boolean): void {
    if (isProbe) this.#probeSinceMs = null;
  }

  close(): void {
    this.#isOpen = false;
    this.#failuresInARow = 0;
    this.#tenants = [];
    this.#probeSinceMs = null;
    this.#probesAnswered = 0;
    this.#reason = "";
    this.#counts.clear();
  }

  #isTooMuch(nowMs: number): boolean {
    const { failuresInARow, minCalls, failureShare, tenantsToOpen } = this.#rules;
    if (this.#tenants.length < tenantsToOpen) return false;
    // Failures come sooner than answers: of fifty calls begun at once, the first five to end may well be the five that fail.
    const rowOf = this.#begun - this.#rowSince + 1;
    if (this.#failuresInARow >= failuresInARow && this.#failuresInARow >= rowOf * SHARE_OF_ROW) return true;
    const { calls, failures } = this.#counts.totals(nowMs);
    return calls >= minCalls && failures >= calls * failureShare;
  }

  #open(nowMs: number, { reason, waitAtLeastMs = 0 }: Failure, cooldownMs: number): void {
    if (!this.#isOpen) this.#openedAtMs = nowMs;
    this.#isOpen = true;
    this.#cooldownMs = cooldownMs;
    this.#retryAtMs = nowMs + Math.max(waitAtLeastMs, cooldownMs * (1 + JITTER * this.#random()));
    this.#probeSinceMs = null;
    this.#probesAnswered = 0;
    this.#reason = reason;
  }
}
