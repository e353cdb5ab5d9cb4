import type { Prisma } from "@/server/db/generated/client";

/** Any number of our own. Two changes at once would each be checked against a state that the other ends. */
const ADVISORY_LOCK = 5_125_603;

export async function lockGlobalSettings(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`;
}
