import { setTimeout as wait } from "node:timers/promises";
import { Prisma } from "./generated/client";
import { driverCauseOf, hasSqlState } from "./sql-state";

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

/** Whether Postgres gave a transaction up for the sake of another. */
export function isConflict(error: unknown): boolean {
  return hasSqlState(error, CONFLICT_STATES) || isWriteConflict(error);
}

function isWriteConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2034") return true;
  return driverCauseOf(error)?.kind === "TransactionWriteConflict";
}
