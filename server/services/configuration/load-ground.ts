import { modelType } from "@/lib/contracts/model-type";
import type { TenantTransaction } from "@/server/db/client";
import type { ConfigurationGround } from "./check-configuration";

/** The tenant's models, and the operator's stand-ins for profiles. */
export async function loadGround(tx: TenantTransaction): Promise<ConfigurationGround> {
  const models = await tx.tenantModel.findMany({ include: { providerConfig: { select: { name: true } } } });
  const globals = await tx.llmGlobalSetting.findMany({ where: { isActive: true }, select: { modelCategory: true } });
  return {
    models: models.map((model) => ({
      provider: model.provider,
      configName: model.providerConfig.name,
      modelId: model.modelId,
      type: modelType.parse(model.type),
      isEnabled: model.isEnabled,
      isGone: model.goneSince !== null,
      maxOutputTokens: model.maxOutputTokens,
      supportsFunctionCalling: model.supportsFunctionCalling,
      supportsVision: model.supportsVision,
      isPriced: model.pricesPerMillion !== null,
    })),
    globalProfiles: new Set(globals.flatMap(({ modelCategory }) => modelCategory ?? [])),
  };
}
