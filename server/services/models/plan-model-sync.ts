import type { ModelSyncResult } from "@/lib/contracts/job";
import type { ModelType } from "@/lib/contracts/model-type";
import type { PriceDetails, RefusedPrice } from "@/lib/contracts/price";
import { checkPriceChange, TENANT_PRICE_SOURCE } from "@/server/gateway";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";

/** What the operator's catalog says about a model. */
export interface CatalogFacts {
  displayName: string;
  type: ModelType;
  contextWindow: number | null;
  maxOutputTokens: number | null;
  supportsStreaming: boolean;
  supportsReasoning: boolean;
  supportsFunctionCalling: boolean;
  supportsVision: boolean;
  /** Null is unpriced. */
  pricesPerMillion: Record<string, string> | null;
  priceSource: string | null;
  /** Tiers, currency, minimums, announced prices. */
  priceDetails: PriceDetails | null;
  bestFor: string[];
  isDeprecated: boolean;
}

/** A model of a provider config, as a sync writes it. */
export interface SyncedModel extends CatalogFacts {
  modelId: string;
  /** A price that was not taken over, and why; null where there is none. */
  refusedPrice: RefusedPrice | null;
}

export interface StoredModel extends SyncedModel {
  id: string;
  isEnabled: boolean;
  goneSince: Date | null;
}

export interface ModelSyncPlan {
  create: (SyncedModel & { isEnabled: boolean })[];
  update: (SyncedModel & { id: string })[];
  /** Ids of rows that the provider no longer lists. */
  gone: string[];
  result: ModelSyncResult;
}

export interface PlanOptions {
  definition: ProviderDefinition;
  listed: readonly ListedModel[];
  stored: readonly StoredModel[];
  isFirstSync: boolean;
  catalog: (model: ListedModel) => CatalogFacts | undefined;
  /** Null for models that Sluice has no call for. */
  classify: (model: ListedModel) => ModelType | null;
}

/** Units that a self-hosted model of each type may report, all at an explicit price of 0. */
const UNITS_BY_TYPE: Record<ModelType, readonly string[]> = {
  llm: ["inputTokens", "outputTokens"],
  text_embedding: ["inputTokens"],
  rerank: ["inputTokens", "searches"],
  tts: ["characters", "inputTokens", "outputTokens"],
  speech_to_text: ["audioMs", "inputTokens", "outputTokens"],
};

/** What a sync has to write, and the diff it shows. Pure. New models arrive enabled only where that can't surprise: see `arrivesEnabled`. */
export function planModelSync({
  definition,
  listed,
  stored,
  isFirstSync,
  catalog,
  classify,
}: PlanOptions): ModelSyncPlan {
  const byId = new Map(stored.map((model) => [model.modelId, model]));
  const plan: ModelSyncPlan = {
    create: [],
    update: [],
    gone: [],
    result: { listed: 0, enabled: 0, added: [], gone: [], changed: [], skipped: [], refused: [] },
  };
  const seen = new Set<string>();
  for (const model of listed.map(withoutNonsense)) {
    if (seen.has(model.id)) continue;
    if (!isUsableId(model.id)) {
      plan.result.skipped.push(model.id.replace(/\p{Cc}/gu, " ").slice(0, 300));
      continue;
    }
    seen.add(model.id);
    const facts = catalog(model);
    const type = model.type ?? facts?.type ?? classify(model);
    if (type === null || definition[type] === undefined) {
      plan.result.skipped.push(model.id);
      seen.delete(model.id);
      continue;
    }
    plan.result.listed++;
    const known = byId.get(model.id);
    const next = describe(definition, model, type, facts, known);
    if (next.refusedPrice) {
      const { unit, reason, known: before, offered } = next.refusedPrice;
      plan.result.refused.push({ modelId: model.id, unit, reason, before, after: offered });
    }
    if (known) {
      const changed = changesOf(known, next);
      if (changed.length > 0) plan.update.push({ ...next, id: known.id });
      plan.result.changed.push(...changed);
      if (known.isEnabled) plan.result.enabled++;
    } else {
      const isEnabled = arrivesEnabled(definition, facts, isFirstSync);
      plan.create.push({ ...next, isEnabled });
      plan.result.added.push({ modelId: model.id, type, isEnabled, isPriced: next.pricesPerMillion !== null });
      if (isEnabled) plan.result.enabled++;
    }
  }
  for (const model of stored) {
    if (seen.has(model.modelId) || model.goneSince) continue;
    plan.gone.push(model.id);
    plan.result.gone.push({ modelId: model.modelId });
  }
  return plan;
}

/** A client names a model by its id, and the database keeps it. */
function isUsableId(id: string): boolean {
  return id.length <= 300 && !/\p{Cc}/u.test(id);
}

/** What a listing says beyond the id is believed as far as it can be true; a provider may send anything. */
function withoutNonsense(model: ListedModel): ListedModel {
  const { displayName, contextWindow, maxOutputTokens, ...rest } = model;
  return {
    ...rest,
    ...(displayName && isUsableId(displayName) ? { displayName } : {}),
    ...(isTokenCount(contextWindow) ? { contextWindow } : {}),
    ...(isTokenCount(maxOutputTokens) ? { maxOutputTokens } : {}),
  };
}

function isTokenCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= 1_000_000_000;
}

/** One's own server serves what one put there; of a vendor's hundreds only those whose price we know, and only the first time. */
function arrivesEnabled(
  definition: ProviderDefinition,
  facts: CatalogFacts | undefined,
  isFirstSync: boolean,
): boolean {
  if (definition.isSelfHosted || definition.isLocal) return true;
  return isFirstSync && facts !== undefined && !facts.isDeprecated;
}

function describe(
  definition: ProviderDefinition,
  listed: ListedModel,
  type: ModelType,
  facts: CatalogFacts | undefined,
  known: StoredModel | undefined,
): SyncedModel {
  return {
    modelId: listed.id,
    displayName: listed.displayName ?? facts?.displayName ?? listed.id,
    type,
    contextWindow: smaller(listed.contextWindow, facts?.contextWindow),
    maxOutputTokens: listed.maxOutputTokens ?? facts?.maxOutputTokens ?? null,
    supportsStreaming: facts?.supportsStreaming ?? true,
    supportsReasoning: facts?.supportsReasoning ?? false,
    supportsFunctionCalling: facts?.supportsFunctionCalling ?? false,
    supportsVision: facts?.supportsVision ?? false,
    ...keepKnown(priceOf(definition, listed, type, facts), facts, known),
    bestFor: facts?.bestFor ?? [],
    isDeprecated: facts?.isDeprecated ?? false,
  };
}

/** A listing may name more than the vendor's own model takes, an aggregator's above all. */
function smaller(listed: number | undefined, known: number | null | undefined): number | null {
  return listed && known ? Math.min(listed, known) : (listed ?? known ?? null);
}

type SyncedPrice = Pick<SyncedModel, "pricesPerMillion" | "priceSource" | "priceDetails">;

/** The provider's own listing first, then the catalog. No price is null, never 0. A tenant's override stands elsewhere, and goes before both. */
export function priceOf(
  definition: ProviderDefinition,
  listed: Pick<ListedModel, "pricesPerMillion"> | undefined,
  type: ModelType,
  facts: CatalogFacts | undefined,
): SyncedPrice {
  if (listed?.pricesPerMillion && Object.keys(listed.pricesPerMillion).length > 0) {
    return { pricesPerMillion: listed.pricesPerMillion, priceSource: `${definition.id} listing`, priceDetails: null };
  }
  if (definition.isSelfHosted) {
    return {
      pricesPerMillion: Object.fromEntries(UNITS_BY_TYPE[type].map((unit) => [unit, "0"])),
      priceSource: "self-hosted",
      priceDetails: null,
    };
  }
  return {
    pricesPerMillion: facts?.pricesPerMillion ?? null,
    priceSource: facts?.priceSource ?? null,
    priceDetails: facts?.priceDetails ?? null,
  };
}

/**
 * A price that can't be read, or is more than ten times off from the one known until now (else from the catalog's), is not taken over: the known
 * one stays, and the other is kept beside it for a person to decide. A source of another kind is compared too, for it is the same model.
 */
function keepKnown(
  next: SyncedPrice,
  facts: CatalogFacts | undefined,
  known: StoredModel | undefined,
): SyncedPrice & Pick<SyncedModel, "refusedPrice"> {
  const isKnown = known?.pricesPerMillion && known.priceSource !== TENANT_PRICE_SOURCE;
  const before: SyncedPrice | undefined = isKnown ? known : facts?.pricesPerMillion ? facts : undefined;
  const refusal = next.pricesPerMillion && checkPriceChange(before?.pricesPerMillion ?? null, next.pricesPerMillion);
  if (!refusal) return { ...next, refusedPrice: null };
  return {
    pricesPerMillion: before?.pricesPerMillion ?? null,
    priceSource: before?.priceSource ?? null,
    priceDetails: before?.priceDetails ?? null,
    refusedPrice: { ...refusal, pricesPerMillion: next.pricesPerMillion ?? {}, source: next.priceSource ?? "unknown" },
  };
}

const COMPARED = [
  "displayName",
  "type",
  "contextWindow",
  "maxOutputTokens",
  "supportsStreaming",
  "supportsReasoning",
  "supportsFunctionCalling",
  "supportsVision",
  "pricesPerMillion",
  "priceSource",
  "priceDetails",
  "refusedPrice",
  "bestFor",
  "isDeprecated",
] as const;

function changesOf(before: StoredModel, after: SyncedModel): ModelSyncResult["changed"] {
  const changed: ModelSyncResult["changed"] = [];
  for (const field of COMPARED) {
    const [was, is] = [print(before[field]), print(after[field])];
    if (was !== is) changed.push({ modelId: after.modelId, field, before: was, after: is });
  }
  if (before.goneSince)
    changed.push({ modelId: after.modelId, field: "goneSince", before: before.goneSince.toISOString(), after: "" });
  return changed;
}

/** One spelling per value, whatever the order of its keys. */
function print(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, each]) => `${key} ${typeof each === "object" ? print(each) : String(each)}`)
      .join(", ");
  }
  return String(value);
}
