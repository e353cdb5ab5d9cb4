import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { LedgerStore } from "./ledger-store";
import type { AttemptRecord, RequestRecord } from "./records";

export interface StoredRow {
  kind: "attempt" | "request";
  id: string;
  status: string;
  costNanoUsd: string;
}

/** A store for crash tests: a file of rows, each id once, one appending write per batch as the transaction; fails a share of its writes. */
export function createFileStore(path: string, options: { failureShare: number; random: () => number }): LedgerStore {
  const known = new Set(readStoredRows(path).map((row) => `${row.kind} ${row.id}`));
  return {
    async write({ attempts, requests }) {
      await new Promise((resolve) => setTimeout(resolve, options.random() * 10));
      if (options.random() < options.failureShare) throw new Error("the database hiccups");
      const rows: StoredRow[] = [
        ...read<AttemptRecord>(attempts).map((row) => ({
          kind: "attempt" as const,
          id: row.attemptId,
          status: row.status,
          costNanoUsd: row.costNanoUsd,
        })),
        ...read<RequestRecord>(requests).map((row) => ({
          kind: "request" as const,
          id: row.requestId,
          status: row.status,
          costNanoUsd: row.costNanoUsd,
        })),
      ].filter((row) => !known.has(`${row.kind} ${row.id}`));
      if (rows.length > 0) appendFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
      for (const row of rows) known.add(`${row.kind} ${row.id}`);
    },
  };
}

export function readStoredRows(path: string): StoredRow[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): StoredRow => JSON.parse(line));
}

function read<T>(bytes: Buffer): T[] {
  return JSON.parse(bytes.toString("utf8"));
}
