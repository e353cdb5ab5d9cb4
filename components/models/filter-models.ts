import type { ModelType } from "@/lib/contracts/model-type";
import type { ListTenantModelsInput, TenantModelView } from "@/lib/contracts/tenant-model";

export type ModelState = NonNullable<ListTenantModelsInput["state"]>;
export const MODEL_STATES = ["enabled", "disabled", "unpriced", "gone"] as const satisfies readonly ModelState[];

export interface ModelFilter {
  search: string;
  type: ModelType | null;
  /** Id of a provider config. */
  provider: string | null;
  state: ModelState | null;
}

const STATES: Record<ModelState, (model: TenantModelView) => boolean> = {
  enabled: (model) => model.isEnabled && model.goneSince === null,
  disabled: (model) => !model.isEnabled && model.goneSince === null,
  unpriced: (model) => model.pricesPerMillion === null && model.goneSince === null,
  gone: (model) => model.goneSince !== null,
};

/** The models that meet every filter, in their given order. Each word of the search must occur in id, name or provider. */
export function filterModels(models: readonly TenantModelView[], filter: ModelFilter): TenantModelView[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    if (filter.type && model.type !== filter.type) return false;
    if (filter.provider && model.providerConfigId !== filter.provider) return false;
    if (filter.state && !STATES[filter.state](model)) return false;
    const text = `${model.modelId} ${model.displayName} ${model.provider} ${model.providerConfigName}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
