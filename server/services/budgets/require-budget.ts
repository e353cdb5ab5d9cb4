import { AppError } from "@/lib/contracts/errors";
import type { TenantTransaction } from "@/server/db/client";
import type { Budget } from "@/server/db/generated/client";

/** Throws `not_found`. */
export async function requireBudget(tx: TenantTransaction, id: string): Promise<Budget> {
  const row = await tx.budget.findUnique({ where: { id } });
  if (row) return row;
  throw new AppError("not_found", "There is no such budget in this organization.");
}
