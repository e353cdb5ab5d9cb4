import { MODEL_TYPES } from "@/lib/contracts/model-type";
import type { ModelSettingView, TenantModelView } from "@/lib/contracts/tenant-model";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import type { ServiceContext } from "@/server/services/service-context";

/** The five selectors: what is chosen for each type, whether it still works, and what may be chosen instead. */
export async function listModelSettings(context: ServiceContext): Promise<ModelSettingView[]> {
  const models = await listTenantModels(context, {});
  const settings = await context.database.inTenant(context.actor.tenantId, (tx) =>
    tx.tenantModelSetting.findMany({ include: { providerConfig: { select: { name: true } } } }),
  );
  return MODEL_TYPES.map((modelType) => {
    const setting = settings.find((each) => each.modelType === modelType);
    const chosen = models.find((model) => model.type === modelType && model.isDefault);
    return {
      modelType,
      current: setting
        ? {
            provider: setting.provider,
            providerConfigId: setting.providerConfigId,
            providerConfigName: setting.providerConfig.name,
            model: setting.model,
            displayName: chosen?.displayName ?? setting.model,
            isCallable: chosen?.isCallable ?? false,
            providerStatus: chosen?.providerStatus ?? "no_models",
          }
        : null,
      options: models.filter((model) => model.type === modelType && model.isCallable).map(toOption),
    };
  });
}

function toOption(model: TenantModelView): ModelSettingView["options"][number] {
  return {
    provider: model.provider,
    providerConfigId: model.providerConfigId,
    providerConfigName: model.providerConfigName,
    model: model.modelId,
    displayName: model.displayName,
    contextWindow: model.contextWindow,
    pricesPerMillion: model.pricesPerMillion,
  };
}
