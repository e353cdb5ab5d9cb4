import type { ModelType } from "@/lib/contracts/model-type";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderCard, ProviderConfigView } from "@/lib/contracts/provider-config";

export interface ConfiguredProvider {
  provider: ProviderView;
  config: ProviderConfigView;
}

export interface CardGroups {
  configured: ConfiguredProvider[];
  notConfigured: ProviderView[];
}

export interface CardFilter {
  search: string;
  type: ModelType | null;
}

/** The page's two groups. The search looks into names in both languages, ids and config names. */
export function filterCards(cards: readonly ProviderCard[], { search, type }: CardFilter): CardGroups {
  const wanted = search.trim().toLowerCase();
  const matches = (...texts: string[]) => wanted === "" || texts.some((text) => text.toLowerCase().includes(wanted));
  const groups: CardGroups = { configured: [], notConfigured: [] };
  for (const { provider, configs } of cards) {
    if (type !== null && !provider.modelTypes.includes(type)) continue;
    const texts = [provider.id, provider.label.en, provider.label.zh, provider.description.en, provider.description.zh];
    for (const config of configs) if (matches(config.name, ...texts)) groups.configured.push({ provider, config });
    if (configs.length === 0 && matches(...texts)) groups.notConfigured.push(provider);
  }
  groups.configured.sort(
    (a, b) => Number(b.config.isDefault) - Number(a.config.isDefault) || a.config.priority - b.config.priority,
  );
  return groups;
}
