import type { LedgerBatch } from "./ledger-store";
import { attemptJson, requestJson } from "./record-json";
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

const PREFIX_BYTES = { settled: Buffer.from(PREFIX.settled), finished: Buffer.from(PREFIX.finished) };

/** Where the first letter of the kind stands. */
const KIND_AT = '{"kind":"'.length;

/** @param intent what was written of its intent, where the record repeats that */
export function attemptRow(record: AttemptRecord, intent?: string): LedgerRow {
  return { kind: "settled", json: attemptJson(record, intent) };
}

/**
 * @param opening what was written of its opening, where the record repeats that
 * @param route the JSON of its route, where that is at hand
 */
export function requestRow(record: RequestRecord, opening?: string, route?: string): LedgerRow {
  return { kind: "finished", json: requestJson(record, opening, route) };
}

/** The row as a line of the journal. */
export function payloadOfRow({ kind, json }: LedgerRow): string {
  return `${PREFIX[kind]}${json}}`;
}

/** Undoes `payloadOfRow`. */
export function rowOfPayload(kind: LedgerRow["kind"], payload: string): LedgerRow {
  return { kind, json: payload.slice(PREFIX[kind].length, -1) };
}

/** A row written again only to outlive its segment: a replay reads it like any other, `findRow` passes it over. */
export function payloadOfCarriedRow({ kind, json }: LedgerRow): string {
  return `{"kind":"${kind}","isCarried":true,"${kind === "settled" ? "attempt" : "request"}":${json}}`;
}

/** Where in a line of the journal, `bytes` from `start` to `end`, the row's JSON lies; undefined for intents, progress and what was carried forward. */
export function findRow(
  bytes: Buffer,
  start: number,
  end: number,
): { kind: LedgerRow["kind"]; start: number; end: number } | undefined {
  const kind = bytes[start + KIND_AT] === PREFIX_BYTES.settled[KIND_AT] ? "settled" : "finished";
  const prefix = PREFIX_BYTES[kind];
  if (end - start <= prefix.length) return undefined;
  // In a loop of our own: for so few bytes a call of `compare` takes several times as long.
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix[i]) return undefined;
  return { kind, start: start + prefix.length, end: end - 1 };
}

/** Rows as the store takes them. */
export function batchOf(rows: readonly LedgerRow[]): LedgerBatch {
  const attempts: string[] = [];
  const requests: string[] = [];
  for (const { kind, json } of rows) (kind === "settled" ? attempts : requests).push(json);
  return { attempts: Buffer.from(`[${attempts.join(",")}]`), requests: Buffer.from(`[${requests.join(",")}]`) };
}

/** Records as the store takes them. */
export function toBatch(records: {
  requests?: readonly RequestRecord[];
  attempts?: readonly AttemptRecord[];
}): LedgerBatch {
  return batchOf([
    ...(records.requests ?? []).map((record) => requestRow(record)),
    ...(records.attempts ?? []).map((record) => attemptRow(record)),
  ]);
}
