import { createHash } from "node:crypto";
import type { Database } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import {
  CATALOG_MODELS,
  CATALOG_PROVIDERS,
  type CatalogModel,
  type CatalogProvider,
  CURRENCY_RATES,
  type CurrencyRate,
} from "@/server/gateway";
import { GLOBAL_SETTINGS, type GlobalSetting, SYSTEM_SETTINGS } from "./initial-settings";
import { type CatalogRefusal, keepKnownPrices } from "./keep-known-prices";
import { toPriceColumns } from "./price-columns";

const HASH_KEY = "catalog_content_hash";
/** Any number of our own: it keeps replicas that start together from doing this twice. */
const ADVISORY_LOCK = 5_125_602;
/** Raised when the same content is to be written in another way. */
const FORMAT = 2;
/** Prices of the built-in catalog that were not taken over, for the operator to see. */
export const REFUSED_KEY = "catalog_refused_prices";

export interface Catalog {
  providers: readonly CatalogProvider[];
  models: readonly CatalogModel[];
  globalSettings: readonly GlobalSetting[];
  systemSettings: Readonly<Record<string, Prisma.InputJsonValue>>;
  currencyRates: readonly CurrencyRate[];
}

const BUILT_IN: Catalog = {
  providers: CATALOG_PROVIDERS,
  models: CATALOG_MODELS,
  globalSettings: GLOBAL_SETTINGS,
  systemSettings: SYSTEM_SETTINGS,
  currencyRates: CURRENCY_RATES,
};

/**
 * Brings the operator's catalog up to the built-in one; one look-up when nothing has changed since. A row that an operator has edited, seen by
 * `updated_at` being later than `created_at`, is left alone; so are settings that are there. A price that can't be read, or is more than ten times
 * off from the known one, is not taken over: the old one stays, and what was refused is told and kept.
 */
export async function seedCatalog(
  database: Database,
  catalog: Catalog = BUILT_IN,
): Promise<{ isChanged: boolean; refused?: CatalogRefusal[] }> {
  const hash = createHash("sha256").update(JSON.stringify({ FORMAT, catalog })).digest("hex");
  const isCurrent = async (tx: Prisma.TransactionClient) =>
    (await tx.systemSetting.findUnique({ where: { key: HASH_KEY } }))?.value === hash;

  if (await isCurrent(database.asSystem)) return { isChanged: false };
  return database.asSystem.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`;
      if (await isCurrent(tx)) return { isChanged: false };
      await writeProviders(tx, catalog.providers);
      await writeCurrencyRates(tx, catalog.currencyRates);
      const { rows, refused } = keepKnownPrices(
        catalog.models.map((model) => toModelRow(model, catalog.currencyRates)),
        await tx.llmModel.findMany({ include: { provider: { select: { name: true } } } }),
      );
      await writeModels(tx, rows);
      const refusedValue = refused.map((refusal) => ({ ...refusal }));
      await tx.systemSetting.upsert({
        where: { key: REFUSED_KEY },
        create: { key: REFUSED_KEY, value: refusedValue },
        update: { value: refusedValue },
      });
      await writeGlobalSettings(tx, catalog.globalSettings);
      for (const [key, value] of Object.entries(catalog.systemSettings)) {
        await tx.systemSetting.upsert({ where: { key }, create: { key, value }, update: {} });
      }
      await tx.systemSetting.upsert({
        where: { key: HASH_KEY },
        create: { key: HASH_KEY, value: hash },
        update: { value: hash },
      });
      return refused.length > 0 ? { isChanged: true, refused } : { isChanged: true };
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}

/** The provider's key serves as its id, which the settings refer to. */
async function writeProviders(tx: Prisma.TransactionClient, providers: readonly CatalogProvider[]): Promise<void> {
  const rows = JSON.stringify(providers);
  await tx.$executeRaw`
    INSERT INTO llm_providers (id, name, display_name, description, website, endpoint, max_parallel_requests, requests_per_minute, created_at, updated_at)
    SELECT id, id, "displayName", description, website, endpoint, "maxParallelRequests", "requestsPerMinute", now(), now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(id text, "displayName" text, description text, website text, endpoint text,
      "maxParallelRequests" int, "requestsPerMinute" int)
    ON CONFLICT (name) DO UPDATE SET
      display_name = excluded.display_name, description = excluded.description, website = excluded.website, endpoint = excluded.endpoint,
      max_parallel_requests = excluded.max_parallel_requests, requests_per_minute = excluded.requests_per_minute,
      created_at = now(), updated_at = now()
    WHERE llm_providers.updated_at = llm_providers.created_at`;
  await tx.$executeRaw`
    INSERT INTO limits_infos (provider_id, requests_per_minute, last_updated)
    SELECT p.id, p.requests_per_minute, now() FROM llm_providers p
    ON CONFLICT (provider_id) DO NOTHING`;
}

/** Rates that are there stay, for the operator may have entered that day's. */
async function writeCurrencyRates(tx: Prisma.TransactionClient, rates: readonly CurrencyRate[]): Promise<void> {
  await tx.currencyRate.createMany({
    data: rates.map(({ asOf, ...rate }) => ({ ...rate, asOf: new Date(asOf) })),
    skipDuplicates: true,
  });
}

async function writeModels(tx: Prisma.TransactionClient, models: readonly CatalogModelRow[]): Promise<void> {
  const rows = JSON.stringify(models);
  // Taken off first, for a provider has one default at a time and the built-in one may have moved.
  await tx.$executeRaw`UPDATE llm_models SET is_default = false WHERE is_default AND updated_at = created_at`;
  await tx.$executeRaw`
    INSERT INTO llm_models (id, provider_id, model_id, display_name, description, type, context_window, max_output_tokens, supports_streaming,
      supports_reasoning, supports_function_calling, supports_vision, cost_input_per_million, cost_output_per_million,
      unit_prices_per_million, price_details, source, source_date, best_for, status, is_default, created_at, updated_at)
    SELECT gen_random_uuid()::text, p.id, r."modelId", r."displayName", r.description, r.type, r."contextWindow", r."maxOutputTokens",
      r."hasStreaming", r."hasReasoning", r."hasTools", r."hasVision", r."costInput", r."costOutput", r."unitPrices", r."priceDetails", r.source,
      r."sourceDate", ARRAY(SELECT jsonb_array_elements_text(r."bestFor")), r.status::"LlmModelStatus",
      r."isDefault" AND NOT EXISTS (SELECT 1 FROM llm_models d WHERE d.provider_id = p.id AND d.is_default), now(), now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("providerId" text, "modelId" text, "displayName" text, description text, type text,
      "contextWindow" int, "maxOutputTokens" int, "hasStreaming" boolean, "hasReasoning" boolean, "hasTools" boolean, "hasVision" boolean,
      "costInput" numeric, "costOutput" numeric, "unitPrices" jsonb, "priceDetails" jsonb, source text, "sourceDate" date, "bestFor" jsonb, status text,
      "isDefault" boolean)
    JOIN llm_providers p ON p.name = r."providerId"
    ON CONFLICT (provider_id, model_id) DO UPDATE SET
      display_name = excluded.display_name, description = excluded.description, type = excluded.type,
      context_window = excluded.context_window, max_output_tokens = excluded.max_output_tokens,
      supports_streaming = excluded.supports_streaming, supports_reasoning = excluded.supports_reasoning,
      supports_function_calling = excluded.supports_function_calling, supports_vision = excluded.supports_vision,
      cost_input_per_million = excluded.cost_input_per_million, cost_output_per_million = excluded.cost_output_per_million,
      unit_prices_per_million = excluded.unit_prices_per_million, price_details = excluded.price_details, source = excluded.source, source_date = excluded.source_date,
      best_for = excluded.best_for, status = excluded.status, is_default = excluded.is_default, created_at = now(), updated_at = now()
    WHERE llm_models.updated_at = llm_models.created_at`;
}

export type CatalogModelRow = ReturnType<typeof toModelRow>;

function toModelRow(model: CatalogModel, rates: readonly CurrencyRate[]) {
  const { capabilities } = model;
  return {
    providerId: model.providerId,
    modelId: model.modelId,
    displayName: model.displayName,
    description: model.description,
    type: model.type,
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutputTokens,
    bestFor: model.bestFor,
    status: model.status,
    isDefault: model.isDefault,
    hasStreaming: capabilities.streaming,
    hasReasoning: capabilities.reasoning,
    hasTools: capabilities.tools,
    hasVision: capabilities.vision,
    ...toPriceColumns(model, rates),
    source: model.sourceUrl,
    sourceDate: model.asOf,
  };
}

/**
 * Only what is missing is added, priced as the catalog has it; an operator's default stays the default. Once an operator has changed the list, it
 * is theirs: what they took out does not come back with a newer catalog.
 */
async function writeGlobalSettings(tx: Prisma.TransactionClient, settings: readonly GlobalSetting[]): Promise<void> {
  const rows = JSON.stringify(settings);
  await tx.$executeRaw`
    INSERT INTO llm_global_settings (id, provider, model_name, display_name, model_category, is_default, configuration, capabilities,
      cost_per_million_input_tokens, cost_per_million_output_tokens, created_at, updated_at)
    SELECT gen_random_uuid(), r.provider, r."modelName", r."displayName", r."modelCategory",
      r."isDefault" AND NOT EXISTS (SELECT 1 FROM llm_global_settings d WHERE d.is_default), r.configuration,
      coalesce(jsonb_build_object('max_tokens', m.max_output_tokens, 'supports_vision', m.supports_vision,
        'supports_tools', m.supports_function_calling), '{}'),
      m.cost_input_per_million, m.cost_output_per_million, now(), now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(provider text, "modelName" text, "displayName" text, "modelCategory" text,
      "isDefault" boolean, configuration jsonb)
    LEFT JOIN llm_models m ON m.provider_id = r.provider AND m.model_id = r."modelName"
    WHERE NOT EXISTS (SELECT 1 FROM llm_global_settings g WHERE g.provider = r.provider AND g.model_name = r."modelName")
      AND NOT EXISTS (SELECT 1 FROM audit_logs a WHERE a.tenant_id IS NULL AND a.action LIKE 'global\\_setting.%')`;
}
