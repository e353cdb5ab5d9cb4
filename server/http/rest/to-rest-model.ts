import type { RestModel } from "@/lib/contracts/rest";
import type { TenantModelView } from "@/lib/contracts/tenant-model";

export function toRestModel(view: TenantModelView): RestModel {
  return {
    id: view.modelId,
    displayName: view.displayName,
    type: view.type,
    provider: view.provider,
    providerConfig: view.providerConfigName,
    isEnabled: view.isEnabled,
    isDefault: view.isDefault,
    contextWindow: view.contextWindow,
    maxOutputTokens: view.maxOutputTokens,
    pricesPerMillion: view.pricesPerMillion,
  };
}
