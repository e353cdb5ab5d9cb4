import { CATALOG_MODELS } from "./catalog";
import type { CatalogModel } from "./define-catalog";
import { makersOf } from "./makers";

/** Aggregators name a vendor first. Only vendors who alone serve their models: an open model's price is each host's own. */
const VENDORS: Readonly<Record<string, string>> = {
  openai: "openai",
  anthropic: "anthropic",
  google: "google",
  "x-ai": "xai",
  cohere: "cohere",
};

/** Name the vendor and charge what it charges; Azure does for its global deployments. */
const SELLS_VENDORS: ReadonlySet<string> = new Set(["openrouter", "azure-openai"]);

const BY_KEY = new Map(CATALOG_MODELS.map((model) => [keyOf(model.providerId, model.modelId), model]));

/**
 * The built-in entry for a model as a provider lists it: by its very id, else with `models/` or a dated suffix (`-2024-08-06`, `-20241022`, `-03-2025`)
 * taken off, else, on OpenRouter and Azure, as the vendor's own model, and on Bedrock without region and version. A snapshot priced differently from its
 * family has its own entry.
 */
export function matchCatalog(providerId: string, modelId: string): CatalogModel | undefined {
  const bareId = modelId.replace(/^models\//, "");
  for (const maker of makersOf(providerId)) {
    const own = find(maker, bareId);
    if (own) return own;
  }
  if (SELLS_VENDORS.has(providerId)) return findVendors(bareId);
  return providerId === "bedrock" ? findClaudeOnBedrock(bareId) : undefined;
}

function findVendors(modelId: string): CatalogModel | undefined {
  const slash = modelId.indexOf("/");
  const vendor = VENDORS[modelId.slice(0, Math.max(0, slash))];
  if (vendor === undefined) return undefined;
  const vendorId = modelId.slice(slash + 1);
  // OpenRouter writes Anthropic's version numbers with a point: claude-sonnet-4.5.
  return find(vendor, vendorId) ?? find(vendor, vendorId.replaceAll(".", "-"));
}

/** Claude costs the same in every region, so that `us.anthropic.claude-sonnet-4-5-20250929-v1:0` is `anthropic.claude-sonnet-4-5-20250929`. */
function findClaudeOnBedrock(modelId: string): CatalogModel | undefined {
  const claude = /^(global\.)?(?:(?:us|eu|apac|au|jp|us-gov)\.)?(anthropic\.claude-.+?)(?:-v1(?::0)?)?$/.exec(modelId);
  return claude?.[2] === undefined ? undefined : find("bedrock", `${claude[1] ?? ""}${claude[2]}`);
}

function find(providerId: string, modelId: string): CatalogModel | undefined {
  return BY_KEY.get(keyOf(providerId, modelId)) ?? BY_KEY.get(keyOf(providerId, withoutDate(modelId)));
}

function withoutDate(modelId: string): string {
  return modelId.replace(/-(?:20\d{2}-\d{2}-\d{2}|20\d{6}|(?:0[1-9]|1[0-2])-20\d{2})$/, "");
}

function keyOf(providerId: string, modelId: string): string {
  return `${providerId}\n${modelId}`;
}
