import { z } from "zod";
import { isAppError } from "@/lib/contracts/errors";
import { modelType } from "@/lib/contracts/model-type";
import type { ConfigStore, ModelEntry, TenantConfig } from "@/server/gateway/config/config-store";
import { parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import type { Price } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import type { Database } from "./client";
import type { Prisma } from "./generated/client";

const storedPrices = z.partialRecord(z.enum(USAGE_UNITS), z.string());

const WITH_EVERYTHING = {
  providerConfigs: true,
  models: true,
  modelSettings: true,
  apiKeys: { where: { revokedAt: null } },
} satisfies Prisma.TenantInclude;

type TenantRow = Prisma.TenantGetPayload<{ include: typeof WITH_EVERYTHING }>;

/** Reads tenants' configuration for the gateway's snapshot, and hears of changes through the `sluice_config` notices of the triggers. */
export function createConfigStore(database: Database): ConfigStore {
  const load = (where: { id?: string }) => database.asSystem.tenant.findMany({ where, include: WITH_EVERYTHING });
  return {
    async loadAll() {
      return (await load({})).map(toTenantConfig);
    },
    async loadTenant(tenantId) {
      const [tenant] = await load({ id: tenantId });
      return tenant ? toTenantConfig(tenant) : null;
    },
    watch: (onChange, onGap) => database.listen("sluice_config", onChange, onGap),
  };
}

function toTenantConfig(tenant: TenantRow): TenantConfig {
  return {
    tenantId: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    timeZone: tenant.timeZone,
    configs: tenant.providerConfigs,
    models: tenant.models.map(toModelEntry),
    defaults: tenant.modelSettings.map((setting) => ({
      modelType: modelType.parse(setting.modelType),
      provider: setting.provider,
      modelId: setting.model,
      providerConfigId: setting.providerConfigId,
    })),
    apiKeys: tenant.apiKeys.map((key) => ({
      id: key.id,
      publicId: key.publicId,
      secretHmac: key.secretHmac,
      tenantId: key.tenantId,
      name: key.name,
      role: key.role,
      expiresAtMs: key.expiresAt?.getTime() ?? null,
    })),
  };
}

function toModelEntry(model: TenantRow["models"][number]): ModelEntry {
  return {
    providerConfigId: model.providerConfigId,
    provider: model.provider,
    modelId: model.modelId,
    displayName: model.displayName,
    type: modelType.parse(model.type),
    isEnabled: model.isEnabled,
    isGone: model.goneSince !== null,
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutputTokens,
    price: toPrice(model.pricesPerMillion, model.priceSource),
    createdAtMs: model.createdAt.getTime(),
  };
}

/** A price that can't be read counts as unpriced: it is shown as such, and never as free. */
function toPrice(stored: unknown, source: string | null): Price | null {
  const parsed = storedPrices.safeParse(stored);
  if (!parsed.success) return null;
  const units: Price["units"] = {};
  for (const unit of USAGE_UNITS) {
    const decimal = parsed.data[unit];
    if (decimal === undefined) continue;
    try {
      units[unit] = parsePricePerMillion(decimal);
    } catch (error) {
      // A provider may list any price: one row must not keep every tenant's configuration from loading.
      if (!isAppError(error)) throw error;
      return null;
    }
  }
  return Object.keys(units).length > 0 ? { units, source: source ?? "unknown" } : null;
}
