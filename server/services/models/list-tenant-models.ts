import { modelType } from "@/lib/contracts/model-type";
import type { ProviderConfigStatus, ProviderConfigView } from "@/lib/contracts/provider-config";
import type { ListTenantModelsInput, TenantModelView } from "@/lib/contracts/tenant-model";
import type { Prisma, TenantModel } from "@/server/db/generated/client";
import { type EffectivePrice, loadPriceBook } from "@/server/services/prices/effective-prices";
import { loadProviderConfigViews } from "@/server/services/provider-configs/load-provider-config-views";
import type { ServiceContext } from "@/server/services/service-context";

const STATES = {
  enabled: { isEnabled: true, goneSince: null },
  disabled: { isEnabled: false, goneSince: null },
  // Whether a model is priced depends on more than its row.
  unpriced: { goneSince: null },
  gone: { goneSince: { not: null } },
} satisfies Record<NonNullable<ListTenantModelsInput["state"]>, Prisma.TenantModelWhereInput>;

/** The tenant's models with what stands in the way of calling each; by type, provider config and name. */
export async function listTenantModels(
  context: ServiceContext,
  input: ListTenantModelsInput,
): Promise<TenantModelView[]> {
  const contains = { contains: input.search?.trim(), mode: "insensitive" } as const;
  const nowMs = context.now().getTime();
  const { rows, defaults, book } = await context.database.inTenant(context.actor.tenantId, async (tx) => ({
    rows: await tx.tenantModel.findMany({
      where: {
        type: input.type,
        providerConfigId: input.providerConfigId,
        ...(input.search?.trim() ? { OR: [{ modelId: contains }, { displayName: contains }] } : {}),
        ...(input.state ? STATES[input.state] : {}),
      },
      orderBy: [{ modelId: "asc" }],
    }),
    defaults: await tx.tenantModelSetting.findMany(),
    book: await loadPriceBook(tx, nowMs),
  }));
  const configs = await loadProviderConfigViews(context);
  const rank = new Map(configs.map((config, index) => [config.id, { config, index }]));
  const isDefault = (row: TenantModel) =>
    defaults.some(
      (each) =>
        each.modelType === row.type && each.providerConfigId === row.providerConfigId && each.model === row.modelId,
    );
  return rows
    .flatMap((row) => {
      const found = rank.get(row.providerConfigId);
      if (!found) return [];
      const price = book.of(row, nowMs);
      return [{ index: found.index, view: toTenantModelView(row, found.config, price, isDefault(row)) }];
    })
    .filter(({ view }) => input.state !== "unpriced" || view.pricesPerMillion === null)
    .sort((a, b) => typeRank(a.view) - typeRank(b.view) || a.index - b.index)
    .map(({ view }) => view);
}

/** A config in these states answers calls; the rest say why not. */
const SERVING: ReadonlySet<ProviderConfigStatus> = new Set(["ready", "no_models"]);

function toTenantModelView(
  row: TenantModel,
  config: ProviderConfigView,
  { price, pricesPerMillion }: EffectivePrice,
  isDefault: boolean,
): TenantModelView {
  return {
    id: row.id,
    providerConfigId: config.id,
    providerConfigName: config.name,
    provider: row.provider,
    modelId: row.modelId,
    displayName: row.displayName,
    type: modelType.parse(row.type),
    isEnabled: row.isEnabled,
    contextWindow: row.contextWindow,
    maxOutputTokens: row.maxOutputTokens,
    supportsStreaming: row.supportsStreaming,
    supportsReasoning: row.supportsReasoning,
    supportsFunctionCalling: row.supportsFunctionCalling,
    supportsVision: row.supportsVision,
    pricesPerMillion,
    priceSource: price?.source ?? null,
    bestFor: row.bestFor,
    isDeprecated: row.isDeprecated,
    goneSince: row.goneSince,
    isCallable: row.isEnabled && row.goneSince === null && SERVING.has(config.status),
    providerStatus: config.status,
    isDefault,
  };
}

const typeOrder = modelType.options;
function typeRank(view: TenantModelView): number {
  return typeOrder.indexOf(view.type);
}
