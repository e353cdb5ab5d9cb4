import type { ProviderCard } from "@/lib/contracts/provider-config";
import { PROVIDERS, toProviderView } from "@/server/gateway";
import { loadProviderConfigViews } from "@/server/services/provider-configs/load-provider-config-views";
import type { ServiceContext } from "@/server/services/service-context";

/** Every provider Sluice speaks to, with the tenant's configs of it. Reads the database alone, never a provider. */
export async function listProviderCards(context: ServiceContext): Promise<ProviderCard[]> {
  const configs = await loadProviderConfigViews(context);
  return PROVIDERS.map((definition) => ({
    provider: toProviderView(definition),
    configs: configs.filter((config) => config.provider === definition.id),
  })).filter(({ provider, configs }) => context.hasSandbox || !provider.isLocal || configs.length > 0);
}
