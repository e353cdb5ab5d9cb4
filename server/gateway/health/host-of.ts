import type { ConfigEntry } from "@/server/gateway/config/config-store";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";

export interface Place {
  host: string;
  /** Whether it is the vendor's own host, which all tenants share; a custom address is a tenant's own affair. */
  isOfCatalogue: boolean;
}

/** Where calls of a config go, for telling whose failures say something about whom. */
export function hostOf(
  definition: Pick<ProviderDefinition, "defaultBaseUrl" | "isLocal"> | undefined,
  { id, baseUrl }: Pick<ConfigEntry, "id" | "baseUrl">,
): Place {
  const own = readHost(baseUrl);
  const vendors = readHost(definition?.defaultBaseUrl);
  if (definition?.isLocal) return { host: id, isOfCatalogue: false };
  if (own !== null) return { host: own, isOfCatalogue: own === vendors };
  // Without either, the address is made from other settings, such as a region: then the config stands for its host.
  return vendors === null ? { host: id, isOfCatalogue: false } : { host: vendors, isOfCatalogue: true };
}

function readHost(url: string | null | undefined): string | null {
  if (url === undefined || url === null || url === "") return null;
  return URL.canParse(url) ? new URL(url).host : null;
}
