import type { BudgetWindow } from "./window-at";

/**
 * A slice of one window as its replica sees it. Reserved in the database is granted − settled − returned; here that is what is free, what calls
 * under way hold, and what ended calls cost whose settlement is on its way. Money is nano-USD.
 */
export class Lease {
  /** Everything ever granted, as the database last said. */
  granted = 0n;
  /** Everything ever given back, whether the database knows or not. */
  returned = 0n;
  /** By calls under way. */
  held = 0n;
  /** By calls that ended. */
  consumed = 0n;
  /** Milliseconds of the steady clock after which nothing may be spent of it. */
  usableUntil = 0;
  lastUsedAt = 0;
  /** The database has yet to hear of what was returned. */
  hasNews = false;

  constructor(
    readonly id: string,
    readonly window: BudgetWindow,
  ) {}

  /** May be below zero where calls cost more than was reserved for them. */
  get free(): bigint {
    return this.granted - this.returned - this.held - this.consumed;
  }

  take(amount: bigint): void {
    this.held += amount;
  }

  settle(amount: bigint, cost: bigint): void {
    this.held -= amount;
    this.consumed += cost;
  }

  /** Lets go of everything free. */
  returnFree(): void {
    if (this.free <= 0n) return;
    this.returned += this.free;
    this.hasNews = true;
  }
}
