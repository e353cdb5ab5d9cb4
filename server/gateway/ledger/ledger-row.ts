import type { AttemptRecord, RequestRecord } from "./records";

/** What the store gets: one row per attempt and one per request. */
export type LedgerRow = { kind: "settled"; attempt: AttemptRecord } | { kind: "finished"; request: RequestRecord };
