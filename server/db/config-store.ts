import { z } from "zod";
import { budgetPeriod, budgetScope } from "@/lib/contracts/budget-kinds";
import { cachePolicy, DEFAULT_CACHE_POLICY } from "@/lib/contracts/cache";
import { drillFault } from "@/lib/contracts/drill";
import { modelType } from "@/lib/contracts/model-type";
import { unpricedPolicy } from "@/lib/contracts/price";
import { processorConfiguration } from "@/lib/contracts/processor";
import { llmConfiguration, NO_CONFIGURATION } from "@/lib/contracts/profile";
import { DEFAULT_POLICY, type RoutingPolicy, routingPolicy } from "@/lib/contracts/routing";
import type {
  BudgetEntry,
  ConfigStore,
  DrillEntry,
  ModelEntry,
  TenantConfig,
} from "@/server/gateway/config/config-store";
import { type PriceSources, resolvePrices, withEstimates } from "@/server/gateway/prices/price-book";
import type { Database, TenantTransaction } from "./client";
import type { Prisma } from "./generated/client";
import { loadOperatorConfig } from "./load-operator-config";
import { createPriceSources, loadOperatorPrices, type OperatorPrices } from "./tenant-prices";

const WITH_EVERYTHING = {
  providerConfigs: true,
  models: true,
  modelSettings: true,
  priceOverrides: true,
  apiKeys: { where: { revokedAt: null } },
  processors: true,
  routingPolicy: true,
  rateLimits: true,
  budgets: { where: { isEnabled: true } },
  // One at most runs. Whether the latest still does, each call judges by its own clock.
  fallbackDrills: { where: { stoppedAt: null }, orderBy: { endsAt: "desc" }, take: 1 },
} satisfies Prisma.TenantInclude;

type TenantRow = Prisma.TenantGetPayload<{ include: typeof WITH_EVERYTHING }>;

/** Reads tenants' configuration for the gateway's snapshot, and hears of changes through the `sluice_config` notices of the triggers. */
export function createConfigStore(database: Database): ConfigStore {
  const load = (where: { id?: string }) => database.asSystem.tenant.findMany({ where, include: WITH_EVERYTHING });
  const loadOperators = async (): Promise<OperatorsPart> => ({
    speeds: toSpeeds(await database.asSystem.llmModel.findMany(SPEEDS)),
    prices: await loadOperatorPrices(database.asSystem),
    nowMs: Date.now(),
  });
  return {
    async loadAll() {
      const [tenants, catalog] = await Promise.all([load({}), loadOperators()]);
      return tenants.map((tenant) => toTenantConfig(tenant, catalog));
    },
    async loadTenant(tenantId) {
      const [[tenant], catalog] = await Promise.all([load({ id: tenantId }), loadOperators()]);
      return tenant ? toTenantConfig(tenant, catalog) : null;
    },
    loadOperator: () => loadOperatorConfig(database),
    watch: (onChange, onGap) => database.listen("sluice_config", onChange, onGap),
  };
}

/** What a tenant's configuration takes from the operator's catalog. */
interface OperatorsPart {
  speeds: CatalogSpeeds;
  prices: OperatorPrices;
  /** Decides the rates of exchange. */
  nowMs: number;
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
  const speeds = toSpeeds(await tx.llmModel.findMany(SPEEDS));
  return toTenantConfig(tenant, { speeds, prices: await loadOperatorPrices(tx), nowMs: Date.now() });
}

function toTenantConfig(tenant: TenantRow, operators: OperatorsPart): TenantConfig {
  const policy = unpricedPolicy.parse(tenant.unpricedPolicy);
  const sourcesOf = createPriceSources(tenant.priceOverrides, operators.prices);
  const models = tenant.models.map((model) => toModelEntry(model, sourcesOf(model), operators));
  return {
    tenantId: tenant.id,
    slug: tenant.slug,
    name: tenant.name,
    timeZone: tenant.timeZone,
    cachePolicy: cachePolicy.safeParse(tenant.cachePolicy ?? {}).data ?? DEFAULT_CACHE_POLICY,
    unpricedPolicy: policy,
    configs: tenant.providerConfigs.map((config) => ({ ...config, baseUrl: readBaseUrl(config.publicConfig) })),
    models: withEstimates(models, policy, operators.nowMs),
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
      defaultProfile: key.defaultProfile,
      defaultProcessorId: key.defaultProcessorId,
      allowedModels: key.allowedModels,
    })),
    // What can't be read is none: it is refused when saved, and must not keep the tenant from loading.
    llmConfiguration: llmConfiguration.catch(NO_CONFIGURATION).parse(tenant.llmConfiguration ?? NO_CONFIGURATION),
    processors: tenant.processors.map(({ id, name, taskType, templateId, configuration }) => ({
      id,
      name,
      taskType,
      templateId,
      configuration: processorConfiguration.catch({ settings_override: {} }).parse(configuration),
    })),
    rateLimits: tenant.rateLimits.map((row) => ({ kind: row.scopeKind, scopeId: row.scopeId, limits: row })),
    queueMs: tenant.rateLimits.find((row) => row.scopeKind === "tenant")?.queueMs ?? null,
    budgets: tenant.budgets.map(toBudgetEntry),
    drill: tenant.fallbackDrills.map((drill) => toDrillEntry(drill, operators.nowMs))[0] ?? null,
  };
}

function toBudgetEntry(budget: TenantRow["budgets"][number]): BudgetEntry {
  return {
    id: budget.id,
    name: budget.name,
    scope: budgetScope.parse(budget.scope),
    scopeId: budget.scopeId,
    period: budgetPeriod.parse(budget.period),
    rollingHours: budget.rollingHours,
    limitNanoUsd: budget.limitNanoUsd,
    warnAtPercent: budget.warnAtPercent,
    degradeAtPercent: budget.degradeAtPercent,
    blocksAtLimit: budget.blocksAtLimit,
  };
}

/** None where it is over, or says what this version does not know. */
function toDrillEntry(
  {
    id,
    apiKeyId,
    profile,
    providerConfigId,
    model,
    fault,
    retryAfterSeconds,
    endsAt,
  }: TenantRow["fallbackDrills"][number],
  nowMs: number,
): DrillEntry | null {
  const known = drillFault.safeParse(fault).data;
  const endsAtMs = endsAt.getTime();
  if (known === undefined || endsAtMs <= nowMs) return null;
  const of = { id, apiKeyId, fault: known, retryAfterSeconds, endsAtMs };
  if (profile !== null) return { ...of, target: { kind: "profile", profile } };
  return providerConfigId === null ? null : { ...of, target: { kind: "provider_config", providerConfigId, model } };
}

const storedAddress = z.object({ values: z.object({ base_url: z.string() }) });

function readBaseUrl(publicConfig: unknown): string | null {
  return storedAddress.safeParse(publicConfig).data?.values.base_url ?? null;
}

/** A policy that can't be read routes as none would; saving another mends it. */
function toPolicy(stored: unknown): RoutingPolicy {
  return stored === undefined ? DEFAULT_POLICY : routingPolicy.catch(DEFAULT_POLICY).parse(stored);
}

function toModelEntry(
  model: TenantRow["models"][number],
  sources: PriceSources,
  { speeds, prices, nowMs }: OperatorsPart,
): ModelEntry {
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
    ...resolvePrices(sources, prices.rates, nowMs),
    createdAtMs: model.createdAt.getTime(),
  };
}
