import type { Database } from "@/server/db/client";

/** Removes files nobody can download any more. */
export async function removeExpiredExports(database: Database, now: Date): Promise<number> {
  const { count } = await database.asSystem.requestExport.deleteMany({ where: { expiresAt: { lte: now } } });
  return count;
}
