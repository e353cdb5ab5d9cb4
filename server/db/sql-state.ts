import pg from "pg";
import { Prisma } from "./generated/client";

/** What the database driver said, in Prisma's words; undefined when the error is not the driver's. */
export function driverCauseOf(error: unknown): { kind?: unknown; originalCode?: unknown } | undefined {
  const thrown = error instanceof Prisma.PrismaClientKnownRequestError ? error.meta?.driverAdapterError : error;
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const cause = "cause" in thrown ? thrown.cause : undefined;
  return typeof cause === "object" && cause !== null ? cause : undefined;
}

/** Whether Postgres gave up with one of these SQLSTATE codes, told by Prisma or by the driver itself. */
export function hasSqlState(error: unknown, states: ReadonlySet<string>): boolean {
  if (error instanceof pg.DatabaseError) return states.has(String(error.code));
  return states.has(String(driverCauseOf(error)?.originalCode));
}
