import { AppError } from "@/lib/contracts/errors";
import type { TenantTransaction } from "@/server/db/client";
import type { FallbackDrill } from "@/server/db/generated/client";

/** Throws `not_found`. */
export async function requireDrill(tx: TenantTransaction, id: string): Promise<FallbackDrill> {
  const row = await tx.fallbackDrill.findUnique({ where: { id } });
  if (row) return row;
  throw new AppError("not_found", "There is no such fallback drill in this organization.");
}
