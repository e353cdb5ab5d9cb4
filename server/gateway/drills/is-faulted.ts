import type { DrillEntry } from "@/server/gateway/config/config-store";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { Candidate } from "@/server/gateway/routing/candidate";

/** A planned call, as far as a drill looks at it. */
interface DrilledCall {
  tenant: Pick<TenantSnapshot, "profiles">;
  profile: string | null;
}

/**
 * Whether an attempt at the candidate meets the drill's fault instead of the upstream. Pure; the end is judged by the clock at each attempt, so
 * that a drill which nobody stops is over on time on every replica.
 */
export function isFaulted(
  { apiKeyId: drillKeyId, target, endsAtMs }: DrillEntry,
  { tenant, profile }: DrilledCall,
  apiKeyId: string | null,
  { config, model }: Candidate,
  nowMs: number,
): boolean {
  if (apiKeyId !== drillKeyId || nowMs >= endsAtMs) return false;
  if (target.kind === "provider_config")
    return config.id === target.providerConfigId && (target.model === null || target.model === model.modelId);
  if (profile !== target.profile) return false;
  const primary = tenant.profiles.get(profile);
  if (primary === undefined || primary.model !== model.modelId) return false;
  return primary.provider === config.name || primary.provider === model.provider;
}
