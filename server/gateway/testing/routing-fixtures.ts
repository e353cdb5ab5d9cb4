import { DEFAULT_POLICY, type RoutingPolicy } from "@/lib/contracts/routing";
import type { TenantConfig } from "@/server/gateway/config/config-store";
import { indexTenant, type TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { Price } from "@/server/gateway/spec/price";
import { tenantConfigOf } from "./config-fixtures";

/** USD per million. */
export function priceOf(input: number, output: number): Price {
  return {
    units: { inputTokens: BigInt(Math.round(input * 1e6)), outputTokens: BigInt(Math.round(output * 1e6)) },
    source: "test",
  };
}

export function tenantOf(
  parts: Partial<Omit<TenantConfig, "routing">> & { routing?: Partial<RoutingPolicy> },
): TenantSnapshot {
  return indexTenant(tenantConfigOf({ ...parts, routing: { ...DEFAULT_POLICY, ...parts.routing } }));
}
