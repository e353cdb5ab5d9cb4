import { createHash } from "node:crypto";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";

const versions = new WeakMap<TenantSnapshot, string>();

/** Tells configurations of a tenant apart, as far as they route: the same content has the same version on every replica, also after a restart. */
export function configVersionOf(tenant: TenantSnapshot): string {
  const known = versions.get(tenant);
  if (known !== undefined) return known;
  const content = JSON.stringify(
    {
      configs: tenant.configs.map(({ encryptedConfig: _, ...config }) => config),
      models: tenant.models.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      defaults: [...tenant.defaults.values()].toSorted((a, b) => (a.modelType < b.modelType ? -1 : 1)),
      routing: tenant.routing,
    },
    (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
  );
  const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
  versions.set(tenant, version);
  return version;
}

function keyOf({ providerConfigId, modelId }: TenantSnapshot["models"][number]): string {
  return `${providerConfigId} ${modelId}`;
}
