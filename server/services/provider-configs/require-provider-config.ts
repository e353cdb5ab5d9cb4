import type { ProviderConfig } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";
import { providerConfigNotFound } from "./get-provider-config";

/** The stored row; throws `not_found` for an id that is not the tenant's. */
export async function requireProviderConfig({ actor, database }: ServiceContext, id: string): Promise<ProviderConfig> {
  const row = await database.inTenant(actor.tenantId, (tx) => tx.providerConfig.findUnique({ where: { id } }));
  if (!row) throw providerConfigNotFound();
  return row;
}
