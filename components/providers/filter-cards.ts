import type { ModelType } from "@/lib/contracts/model-type";
import { PROVIDER_GROUPS, type ProviderGroup, type ProviderView } from "@/lib/contracts/provider";
import type { ProviderCard, ProviderConfigView } from "@/lib/contracts/provider-config";

export interface ConfiguredProvider {
  provider: ProviderView;
  config: ProviderConfigView;
}

export interface CardGroups {
  configured: ConfiguredProvider[];
  /** By kind of provider, in the order of the kinds; none is empty. */
  gallery: { group: ProviderGroup; providers: ProviderView[] }[];
}

export interface CardFilter {
  search: string;
  type: ModelType | null;
  group: ProviderGroup | null;
}

/** What the page shows: configs first, then a gallery of the rest. The search looks for each word in names and descriptions of both languages, ids and config names. */
export function filterCards(cards: readonly ProviderCard[], { search, type, group }: CardFilter): CardGroups {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...texts: string[]) => {
    const text = texts.join("\n").toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const configured: ConfiguredProvider[] = [];
  const others: ProviderView[] = [];
  for (const { provider, configs } of cards) {
    if (type !== null && !provider.modelTypes.includes(type)) continue;
    if (group !== null && provider.group !== group) continue;
    const texts = [provider.id, provider.label.en, provider.label.zh, provider.description.en, provider.description.zh];
    for (const config of configs) if (matches(config.name, ...texts)) configured.push({ provider, config });
    if (configs.length === 0 && matches(...texts)) others.push(provider);
  }
  configured.sort(
    (a, b) => Number(b.config.isDefault) - Number(a.config.isDefault) || a.config.priority - b.config.priority,
  );
  const gallery = PROVIDER_GROUPS.flatMap((each) => {
    const providers = others.filter((provider) => provider.group === each);
    return providers.length > 0 ? [{ group: each, providers }] : [];
  });
  return { configured, gallery };
}
