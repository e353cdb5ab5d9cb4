import { MODEL_TYPES } from "@/lib/contracts/model-type";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { LISTED } from "./generated/list";

/** Every provider Sluice speaks to, in the order people see them. */
export const PROVIDERS: readonly ProviderDefinition[] = [...LISTED].sort(
  (a, b) => a.order - b.order || a.id.localeCompare(b.id),
);

const byId = new Map(PROVIDERS.map((provider) => [provider.id, provider]));

export function findProvider(id: string): ProviderDefinition | undefined {
  return byId.get(id);
}

/** What the console and the API show of a provider: everything but its functions. */
export function toProviderView(definition: ProviderDefinition): ProviderView {
  return {
    id: definition.id,
    group: definition.group,
    label: definition.label,
    description: definition.description,
    website: definition.website,
    keyUrl: definition.keyUrl ?? null,
    defaultBaseUrl: definition.defaultBaseUrl ?? null,
    isSelfHosted: definition.isSelfHosted ?? false,
    isLocal: definition.isLocal ?? false,
    fields: [...definition.fields],
    modelTypes: MODEL_TYPES.filter((type) => definition[type] !== undefined),
  };
}
