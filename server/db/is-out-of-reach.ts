import { Prisma } from "./generated/client";
import { driverCauseOf, hasSqlState } from "./sql-state";

/** Postgres: it is shutting down, crashed or starting; it has no connection left. */
const STATES = new Set(["57P01", "57P02", "57P03", "53300"]);
/** The driver's kinds of failure, in Prisma's words. */
const KINDS = new Set<unknown>(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** Prisma: not reached, too slow, closed; no connection, or no end of a transaction, in time. */
const CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
/** What the driver and its pool have no code for. */
const WORDS = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Whether the failure is that the database does not answer, rather than what it answered. */
export function isOutOfReach(error: unknown): boolean {
  if (hasSqlState(error, STATES) || KINDS.has(driverCauseOf(error)?.kind)) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError) return CODES.has(error.code);
  return error instanceof Error && WORDS.test(error.message);
}
