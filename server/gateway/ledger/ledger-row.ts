import type { LedgerBatch } from "./ledger-store";
import type { AttemptRecord, RequestRecord } from "./records";

/**
 * What the store gets, one row per attempt and one per request, as the record's JSON: a record is serialised once, for journal and store
 * alike, and a row that waits is one string and not thirty values.
 */
export interface LedgerRow {
  kind: "settled" | "finished";
  json: string;
}

const PREFIX = { settled: '{"kind":"settled","attempt":', finished: '{"kind":"finished","request":' } as const;

export function attemptRow(record: AttemptRecord): LedgerRow {
  return { kind: "settled", json: JSON.stringify(record) };
}

export function requestRow(record: RequestRecord): LedgerRow {
  return { kind: "finished", json: JSON.stringify(record) };
}

/** The row as a line of the journal. */
export function payloadOfRow({ kind, json }: LedgerRow): string {
  return `${PREFIX[kind]}${json}}`;
}

/** A row written again only to outlive its segment: a replay reads it like any other, `rowOfPayload` passes it over. */
export function payloadOfCarriedRow({ kind, json }: LedgerRow): string {
  return `{"kind":"${kind}","isCarried":true,"${kind === "settled" ? "attempt" : "request"}":${json}}`;
}

/** The row in a line of the journal that this process wrote itself; undefined for intents, progress and what was carried forward. */
export function rowOfPayload(payload: string): LedgerRow | undefined {
  for (const kind of ["settled", "finished"] as const)
    if (payload.startsWith(PREFIX[kind])) return { kind, json: payload.slice(PREFIX[kind].length, -1) };
  return undefined;
}

/** Records as the store takes them. */
export function toBatch(records: {
  requests?: readonly RequestRecord[];
  attempts?: readonly AttemptRecord[];
}): LedgerBatch {
  return {
    requests: (records.requests ?? []).map((record) => JSON.stringify(record)),
    attempts: (records.attempts ?? []).map((record) => JSON.stringify(record)),
  };
}
