import { setTimeout as wait } from "node:timers/promises";
import { Prisma } from "./generated/client";

const MAX_RETRIES = 3;
const FIRST_WAIT_MS = 10;
/** Postgres: serialization failure, deadlock. */
const CONFLICT_STATES = new Set(["40001", "40P01"]);

/** Runs a transaction anew, at most three times and with growing random waits, when Postgres gave it up for the sake of another. */
export async function retryConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await run();
    } catch (error) {
      if (retries >= MAX_RETRIES || !isConflict(error)) throw error;
      await wait(Math.random() * FIRST_WAIT_MS * 4 ** retries);
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return hasConflictState(error);
  return error.code === "P2034" || hasConflictState(error.meta?.driverAdapterError);
}

function hasConflictState(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const cause = "cause" in error ? error.cause : undefined;
  if (typeof cause !== "object" || cause === null) return false;
  return (
    ("originalCode" in cause && CONFLICT_STATES.has(String(cause.originalCode))) ||
    ("kind" in cause && cause.kind === "TransactionWriteConflict")
  );
}
