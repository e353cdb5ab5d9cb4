import { z } from "zod";
import { modelType } from "@/lib/contracts/model-type";
import type { ProviderConfigDependents } from "@/lib/contracts/provider-config";
import type { TenantTransaction } from "@/server/db/client";
import type { ServiceContext } from "@/server/services/service-context";
import { providerConfigNotFound } from "./get-provider-config";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What stops working when the config goes. */
export async function getProviderConfigDependents(
  context: ServiceContext,
  { id }: { id: string },
): Promise<ProviderConfigDependents> {
  return context.database.inTenant(context.actor.tenantId, async (tx) => {
    if ((await tx.providerConfig.count({ where: { id } })) === 0) throw providerConfigNotFound();
    return countDependents(tx, id, context.now());
  });
}

export async function countDependents(tx: TenantTransaction, id: string, now: Date): Promise<ProviderConfigDependents> {
  const defaults = await tx.tenantModelSetting.findMany({
    where: { providerConfigId: id },
    select: { modelType: true },
  });
  return {
    defaults: z.array(modelType).parse(defaults.map((each) => each.modelType)),
    modelCount: await tx.tenantModel.count({ where: { providerConfigId: id, isEnabled: true, goneSince: null } }),
    requestsLast24h: await tx.llmRequest.count({
      where: { providerConfigId: id, requestedAt: { gte: new Date(now.getTime() - DAY_MS) } },
    }),
  };
}
