import type { BudgetWindow } from "./window-at";

/** Money is nano-USD. */
export interface CarveAsk {
  budgetId: string;
  /** Made by the replica, one for each window, so that an answer that got lost loses nothing: the next one tells the whole sum again. */
  leaseId: string;
  window: BudgetWindow;
  /** This much or nothing; 0 renews the lease and looks. */
  least: bigint;
  /** What waits to be spent now. */
  wanted: bigint;
  /** For calls to come. */
  spare: bigint;
  /** A spare slice smaller than this would serve no call. */
  unit: bigint;
}

export interface CarveReply {
  /** Everything the lease was ever granted; null where it was closed, and another one must be asked for. */
  granted: bigint | null;
  /** By settled attempts, over all windows that count. */
  spent: bigint;
  /** Held by this and other replicas. */
  reserved: bigint;
  limit: bigint;
  /** When the oldest window begins that counts and was spent in; null while nothing was. */
  oldestSpentMs: number | null;
  /** The database's clock. */
  nowMs: number;
}

export interface LeaseReturn {
  leaseId: string;
  /** Everything ever returned of it, so that saying it twice changes nothing. */
  returned: bigint;
  /** No more will be asked of it. What it owes for attempts on their way to the database stays reserved until they are there. */
  isClosed: boolean;
}

/** The port through which budgets reach the database. */
export interface BudgetStore {
  /** Null where the budget is gone. */
  carve(ask: CarveAsk): Promise<CarveReply | null>;
  giveBack(returns: readonly LeaseReturn[]): Promise<void>;
  /** Frees what replicas hold that have not been heard of for long, and forgets what is long over. Returns how many leases it freed. */
  sweep(): Promise<number>;
}
