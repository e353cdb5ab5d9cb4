import type { TenantTransaction } from "@/server/db/client";

/** Clears the tenant's default provider config, so that another can become it in the same transaction. */
export async function clearDefault(tx: TenantTransaction): Promise<void> {
  await tx.providerConfig.updateMany({ where: { isDefault: true }, data: { isDefault: false } });
}

/** Whether a config should become the default though nobody asked: when it works and there is none. */
export async function shouldBecomeDefault(tx: TenantTransaction, isValid: boolean): Promise<boolean> {
  return isValid && (await tx.providerConfig.count({ where: { isDefault: true } })) === 0;
}
