import type { ApiKeyRouting } from "@/lib/contracts/api-key";
import type { TenantTransaction } from "@/server/db/client";
import { lockConfiguration, refusalOf } from "@/server/services/configuration/change-configuration";
import { loadDocument } from "@/server/services/configuration/load-document";
import { loadGround } from "@/server/services/configuration/load-ground";
import type { ApiKeyRow } from "./api-key-view";
import { checkApiKeyRouting } from "./check-api-key-routing";

/** As it is shown and audited: the processor by its name. */
export function routingOf({ defaultProfile, defaultProcessor, allowedModels }: ApiKeyRow): ApiKeyRouting {
  return { defaultProfile, defaultProcessor: defaultProcessor?.name ?? null, allowedModels };
}

/**
 * What is given of a key's routing as columns, once every name of it leads somewhere; else `invalid_configuration` with each that does not. Holds
 * the configuration meanwhile, so that a profile can't be deleted in between.
 */
export async function toRoutingColumns(tx: TenantTransaction, tenantId: string, given: Partial<ApiKeyRouting>) {
  const { defaultProfile, defaultProcessor, allowedModels } = given;
  const isGiven = defaultProfile || defaultProcessor || (allowedModels?.length ?? 0) > 0;
  if (isGiven) {
    await lockConfiguration(tx, tenantId);
    const faults = checkApiKeyRouting(given, await loadDocument(tx, tenantId), await loadGround(tx));
    if (faults.length > 0) throw refusalOf(faults);
  }
  const processor = defaultProcessor
    ? await tx.processor.findFirst({ where: { name: defaultProcessor }, select: { id: true } })
    : null;
  return {
    ...(defaultProfile === undefined ? {} : { defaultProfile }),
    ...(defaultProcessor === undefined ? {} : { defaultProcessorId: processor?.id ?? null }),
    ...(allowedModels === undefined ? {} : { allowedModels: [...new Set(allowedModels)] }),
  };
}
