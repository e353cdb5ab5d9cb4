import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import { callSettings } from "@/lib/contracts/call-settings";
import { isAppError } from "@/lib/contracts/errors";
import { LEND_ALL, type SystemKeysPolicy, systemKeysPolicy } from "@/lib/contracts/global-setting";
import { modelType } from "@/lib/contracts/model-type";
import type { GlobalEntry, OperatorConfig } from "@/server/gateway/config/config-store";
import { parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import type { Price } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import type { Database } from "./client";
import type { LlmGlobalSetting, Prisma } from "./generated/client";

/** Any id of our own: ids of the operator's provider configs are made from it, the same on every replica. */
const SYSTEM_NAMESPACE = "6f0d2a1e-6f5b-4a53-9d0a-2f1c1d7f5b10";

const storedPrices = z.partialRecord(z.enum(USAGE_UNITS), z.string());

type CatalogModel = Prisma.LlmModelGetPayload<{ include: { provider: true } }>;

/** The operator's active global models, each with the price its setting says, else the catalog's. */
export async function loadOperatorConfig({ asSystem }: Pick<Database, "asSystem">): Promise<OperatorConfig> {
  const settings = await asSystem.llmGlobalSetting.findMany({
    where: { isActive: true },
    orderBy: [{ createdAt: "asc" }, { provider: "asc" }, { modelName: "asc" }],
  });
  const catalog = await asSystem.llmModel.findMany({
    where: { modelId: { in: settings.map(({ modelName }) => modelName) } },
    include: { provider: true },
  });
  return {
    globals: settings.map((setting) =>
      toGlobalEntry(
        setting,
        catalog.find(({ provider, modelId }) => provider.name === setting.provider && modelId === setting.modelName),
      ),
    ),
    systemKeys: await loadSystemKeys(asSystem),
  };
}

/** `system_settings` key of whose keys are lent. */
export const SYSTEM_KEYS = "system_keys";

/** What can't be read lends nothing: it decides who spends the operator's money. */
export async function loadSystemKeys(db: Pick<Database["asSystem"], "systemSetting">): Promise<SystemKeysPolicy> {
  const row = await db.systemSetting.findUnique({ where: { key: SYSTEM_KEYS } });
  return row ? systemKeysPolicy.catch({ isAllowed: false, providers: null }).parse(row.value) : LEND_ALL;
}

/** The part of a global model's `capabilities` that routing reads beside the catalog. */
export const storedCapabilities = z.object({ best_for: z.array(z.string()).default([]) });

function toGlobalEntry(setting: LlmGlobalSetting, known: CatalogModel | undefined): GlobalEntry {
  const { provider, modelName, displayName } = setting;
  const { best_for: bestFor } = storedCapabilities.catch({ best_for: [] }).parse(setting.capabilities);
  return {
    id: setting.id,
    provider,
    modelId: modelName,
    category: setting.modelCategory,
    description: setting.description,
    isDefault: setting.isDefault,
    settings: callSettings.catch({}).parse(setting.configuration),
    model: {
      providerConfigId: uuidv5(provider, SYSTEM_NAMESPACE),
      provider,
      modelId: modelName,
      displayName,
      type: modelType.catch("llm").parse(known?.type),
      isEnabled: true,
      isGone: false,
      contextWindow: known?.contextWindow ?? null,
      maxOutputTokens: known?.maxOutputTokens ?? null,
      supportsStreaming: known?.supportsStreaming ?? true,
      supportsReasoning: known?.supportsReasoning ?? false,
      supportsFunctionCalling: known?.supportsFunctionCalling ?? false,
      supportsVision: known?.supportsVision ?? false,
      bestFor: bestFor.length > 0 ? bestFor : (known?.bestFor ?? []),
      avgLatencyMs: known?.avgLatencyMs ?? null,
      tokensPerSecond: known?.tokensPerSecond ?? null,
      price: priceOf(setting, known),
      createdAtMs: setting.createdAt.getTime(),
    },
  };
}

/** One that can't be read counts as unpriced: it is shown as such, and never as free. */
function priceOf(setting: LlmGlobalSetting, known: CatalogModel | undefined): Price | null {
  const input = setting.costPerMillionInputTokens ?? known?.costInputPerMillion;
  const output = setting.costPerMillionOutputTokens ?? known?.costOutputPerMillion;
  const prices = {
    ...storedPrices.catch({}).parse(known?.unitPricesPerMillion),
    ...(input ? { inputTokens: input.toFixed() } : {}),
    ...(output ? { outputTokens: output.toFixed() } : {}),
  };
  const units: Price["units"] = {};
  for (const unit of USAGE_UNITS) {
    const decimal = prices[unit];
    if (decimal === undefined) continue;
    try {
      units[unit] = parsePricePerMillion(decimal);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return null;
    }
  }
  const source = setting.costPerMillionInputTokens ? "global setting" : (known?.source ?? "catalog");
  return Object.keys(units).length > 0 ? { units, source } : null;
}
