/** Rows as UTF-8 JSON arrays: of `RequestRecord` and of `AttemptRecord`. Bytes and not text, for they come from the journal's files and go to a socket. */
export interface LedgerBatch {
  requests: Buffer;
  attempts: Buffer;
}

/** The port through which the ledger reaches the database. */
export interface LedgerStore {
  /**
   * Writes both kinds in one transaction, idempotent by id: a row that exists stays as it is (a late "interrupted" never
   * overwrites a settlement). Throws on any failure, having written nothing.
   */
  write(batch: LedgerBatch): Promise<void>;
  /** Told once the store has every row of a process that stopped: what that one still had reserved will never be charged. Safe to repeat. */
  release?(writerId: string): Promise<void>;
}
