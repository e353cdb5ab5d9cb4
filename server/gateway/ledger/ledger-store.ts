/** Rows as JSON texts: of `RequestRecord` and of `AttemptRecord`. */
export interface LedgerBatch {
  requests: readonly string[];
  attempts: readonly string[];
}

/** The port through which the ledger reaches the database. */
export interface LedgerStore {
  /**
   * Writes both kinds in one transaction, idempotent by id: a row that exists stays as it is (a late "interrupted" never
   * overwrites a settlement). Throws on any failure, having written nothing.
   */
  write(batch: LedgerBatch): Promise<void>;
}
