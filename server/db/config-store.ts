import { z } from "zod";
import { cachePolicy, DEFAULT_CACHE_POLICY } from "@/lib/contracts/cache";
import { isAppError } from "@/lib/contracts/errors";
import { modelType } from "@/lib/contracts/model-type";
import { DEFAULT_POLICY, type RoutingPolicy, routingPolicy } from "@/lib/contracts/routing";
import type { ConfigStore, ModelEntry, TenantConfig } from "@/server/gateway/config/config-store";
import { parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import type { Price } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import type { Database, TenantTransaction } from "./client";
import type { Prisma } from "./generated/client";

const storedPrices = z.partialRecord(z.enum(USAGE_UNITS), z.string());

const WITH_EVERYTHING = {
  providerConfigs: true,
  models: true,
  modelSettings: true,
  apiKeys: { where: { revokedAt: null } },
  routingPolicy: true,
} satisfies Prisma.TenantInclude;

type TenantRow = Prisma.TenantGetPayload<{ include: typeof WITH_EVERYTHING }>;

/** Reads tenants' configuration for the gateway's snapshot, and hears of changes through the `sluice_config` notices of the triggers. */
export function createConfigStore(database: Database): ConfigStore {
  const load = (where: { id?: string }) => database.asSystem.tenant.findMany({ where, include: WITH_EVERYTHING });
  const loadSpeeds = async () => toSpeeds(await database.asSystem.llmModel.findMany(SPEEDS));
  return {
    async loadAll() {
      const [tenants, speeds] = await Promise.all([load({}), loadSpeeds()]);
      return tenants.map((tenant) => toTenantConfig(tenant, speeds));
    },
    async loadTenant(tenantId) {
      const [[tenant], speeds] = await Promise.all([load({ id: tenantId }), loadSpeeds()]);
      return tenant ? toTenantConfig(tenant, speeds) : null;
    },
    watch: (onChange, onGap) => database.listen("sluice_config", onChange, onGap),
  };
}

/** How fast the operator's catalog says that models are, by provider and model. */
type CatalogSpeeds = ReadonlyMap<string, Pick<ModelEntry, "avgLatencyMs" | "tokensPerSecond">>;

const SPEEDS = {
  where: { OR: [{ avgLatencyMs: { not: null } }, { tokensPerSecond: { not: null } }] },
  select: { modelId: true, avgLatencyMs: true, tokensPerSecond: true, provider: { select: { name: true } } },
} satisfies Prisma.LlmModelFindManyArgs;

function toSpeeds(rows: Prisma.LlmModelGetPayload<typeof SPEEDS>[]): CatalogSpeeds {
  return new Map(
    rows.map(({ provider, modelId, avgLatencyMs, tokensPerSecond }) => [
      `${provider.name}/${modelId}`,
      { avgLatencyMs, tokensPerSecond },
    ]),
  );
}

/** What a tenant's configuration would be if the transaction were committed: for trying a change before it is one. */
export async function readTenantConfig(tx: TenantTransaction, tenantId: string): Promise<TenantConfig> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, include: WITH_EVERYTHING });
  return toTenantConfig(tenant, toSpeeds(await tx.llmModel.findMany(SPEEDS)));
}

function toTenantConfig(tenant: TenantRow, speeds: CatalogSpeeds): TenantConfig {
  return {
    tenantId: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    timeZone: tenant.timeZone,
    cachePolicy: cachePolicy.safeParse(tenant.cachePolicy ?? {}).data ?? DEFAULT_CACHE_POLICY,
    configs: tenant.providerConfigs,
    models: tenant.models.map((model) => toModelEntry(model, speeds)),
    routing: toPolicy(tenant.routingPolicy?.policy),
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

/** A policy that can't be read routes as none would; saving another mends it. */
function toPolicy(stored: unknown): RoutingPolicy {
  return stored === undefined ? DEFAULT_POLICY : routingPolicy.catch(DEFAULT_POLICY).parse(stored);
}

function toModelEntry(model: TenantRow["models"][number], speeds: CatalogSpeeds): ModelEntry {
  const speed = speeds.get(`${model.provider}/${model.modelId}`);
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
    supportsStreaming: model.supportsStreaming,
    supportsReasoning: model.supportsReasoning,
    supportsFunctionCalling: model.supportsFunctionCalling,
    supportsVision: model.supportsVision,
    bestFor: model.bestFor,
    avgLatencyMs: speed?.avgLatencyMs ?? null,
    tokensPerSecond: speed?.tokensPerSecond ?? null,
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
