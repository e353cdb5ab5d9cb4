import { readServiceTier } from "@/server/gateway/spec/service-tier";
import type { Usage } from "@/server/gateway/spec/usage";

/** Writes into the usage in which tier the vendor says it served the call; also the standard one, as that may be less than was asked for. */
export function noteServiceTier(usage: Usage, said: unknown): Usage {
  const tier = readServiceTier(said);
  if (tier !== undefined) usage.serviceTier = tier;
  return usage;
}
