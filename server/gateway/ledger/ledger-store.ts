import type { AttemptRecord, RequestRecord } from "./records";

/** The port through which the ledger reaches the database. */
export interface LedgerStore {
  /**
   * Writes both kinds in one transaction, idempotent by id: a row that exists stays as it is (a late "interrupted" never
   * overwrites a settlement). Throws on any failure, having written nothing.
   */
  write(batch: { requests: readonly RequestRecord[]; attempts: readonly AttemptRecord[] }): Promise<void>;
}
