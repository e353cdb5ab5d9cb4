import { z } from "zod";
import type { Prisma } from "@/server/db/generated/client";

/** Whether this transaction alone may now change a tenant's rollups, until it ends. */
export async function lockUsage(tx: Pick<Prisma.TransactionClient, "$queryRaw">, tenantId: string): Promise<boolean> {
  const rows =
    await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(hashtextextended(${`usage:${tenantId}`}, 0)) AS "isMine"`;
  const [{ isMine }] = z.tuple([z.object({ isMine: z.boolean() })]).parse(rows);
  return isMine;
}
