/** What is used of one scope's limits at this moment. */
export interface ScopeUse {
  /** Of each of its rates, in their order. */
  debtsMs: readonly number[];
  /** Null where parallel calls are not limited. */
  running: number | null;
  lastRefusedAtMs: number | null;
}
