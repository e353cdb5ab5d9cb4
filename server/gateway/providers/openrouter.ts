import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { UsageUnit } from "@/server/gateway/spec/usage";
import { openAiChat } from "./openai-like/chat";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { createErrorReader } from "./openai-like/read-error";
import { perMillion } from "./openrouter/per-million";
import { readOpenRouterUsage } from "./openrouter/read-cost";
import { openRouterBody } from "./openrouter/translated-body";

const readError = createErrorReader("OpenRouter");

/** openrouter.ai/docs/api-reference/list-available-models: USD per unit as text, "-1" where it varies. */
const listing = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string().nullish(),
      context_length: z.number().int().positive().nullish().catch(undefined),
      architecture: z.object({ output_modalities: z.array(z.string()).nullish() }).nullish(),
      top_provider: z
        .object({ max_completion_tokens: z.number().int().positive().nullish().catch(undefined) })
        .nullish(),
      pricing: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});

const PRICED_UNITS: Record<string, UsageUnit> = {
  prompt: "inputTokens",
  completion: "outputTokens",
  input_cache_read: "cacheReadTokens",
  input_cache_write: "cacheWrite5mTokens",
  internal_reasoning: "reasoningTokens",
};

export const openrouter: ProviderDefinition = {
  id: "openrouter",
  order: 60,
  group: "host",
  label: { en: "OpenRouter", zh: "OpenRouter" },
  description: {
    en: "Hundreds of models of many vendors behind one key, with their prices.",
    zh: "一个密钥接入众多厂商的数百个模型，并附价格。",
  },
  website: "https://openrouter.ai",
  keyUrl: "https://openrouter.ai/settings/keys",
  defaultBaseUrl: "https://openrouter.ai/api/v1",
  fields: [{ ...apiKeyField, placeholder: "sk-or-…" }, baseUrlField],
  headers: (credentials) => ({ ...bearerHeaders(credentials), "x-title": "Sluice" }),
  readError,
  async listModels({ http }) {
    // The listing is public, so it alone would call any key valid.
    await http.json({ path: "/key" });
    const { body } = await http.json({ path: "/models" });
    const parsed = listing.safeParse(body);
    if (!parsed.success)
      throw new AppError(
        "provider_bad_response",
        "OpenRouter's list of models could not be understood. Check the base URL.",
      );
    return parsed.data.data.map(readModel);
  },
  llm: openAiChat({
    readError,
    extraBody: { usage: { include: true } },
    readUsage: readOpenRouterUsage,
    translate: openRouterBody,
  }),
  text_embedding: openAiEmbedding(),
};

function readModel(model: z.infer<typeof listing>["data"][number]): ListedModel {
  const outputs = model.architecture?.output_modalities ?? [];
  const listed: ListedModel = { id: model.id };
  if (model.name) listed.displayName = model.name;
  if (outputs.includes("text")) listed.type = "llm";
  else if (outputs.includes("embeddings")) listed.type = "text_embedding";
  if (model.context_length) listed.contextWindow = model.context_length;
  if (model.top_provider?.max_completion_tokens) listed.maxOutputTokens = model.top_provider.max_completion_tokens;
  const prices = readPrices(model.pricing ?? {});
  if (Object.keys(prices).length > 0) listed.pricesPerMillion = prices;
  return listed;
}

/** A zero for anything but input and output means "no price of its own", not "free". */
function readPrices(pricing: Record<string, unknown>): Record<string, string> {
  const prices: Record<string, string> = {};
  for (const [name, unit] of Object.entries(PRICED_UNITS)) {
    const price = pricing[name];
    const scaled = typeof price === "string" ? perMillion(price) : undefined;
    if (scaled === undefined || (scaled === "0" && name !== "prompt" && name !== "completion")) continue;
    prices[unit] = scaled;
  }
  return prices;
}
