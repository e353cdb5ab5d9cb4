import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { anthropicChat } from "./anthropic/chat";
import { pathOf } from "./anthropic/path-of";
import { readAnthropicError } from "./anthropic/read-error";
import { apiKeyField, baseUrlField } from "./openai-like/fields";

const API_VERSION = "2023-06-01";
/** Pages of 1000 models; more than a few means the server repeats itself. */
const MAX_PAGES = 5;

const listing = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      display_name: z.string().nullish(),
      max_input_tokens: z.number().int().positive().nullish(),
      max_tokens: z.number().int().positive().nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
  last_id: z.string().nullish(),
});

export const anthropic: ProviderDefinition = {
  id: "anthropic",
  order: 20,
  group: "vendor",
  label: { en: "Anthropic", zh: "Anthropic" },
  description: { en: "Claude models for chat, tools and vision.", zh: "Claude 系列模型：对话、工具调用与视觉。" },
  website: "https://platform.claude.com",
  keyUrl: "https://platform.claude.com/settings/keys",
  defaultBaseUrl: "https://api.anthropic.com/v1",
  fields: [{ ...apiKeyField, placeholder: "sk-ant-…" }, baseUrlField],
  headers({ apiKey }) {
    const headers: Record<string, string> = { "anthropic-version": API_VERSION };
    if (apiKey !== undefined) headers["x-api-key"] = apiKey.reveal();
    return headers;
  },
  readError: readAnthropicError,
  async listModels(context) {
    const models: ListedModel[] = [];
    let after = "";
    for (let page = 0; page < MAX_PAGES; page++) {
      const { body } = await context.http.json({ path: `${pathOf(context, "/models")}?limit=1000${after}` });
      const parsed = listing.safeParse(body);
      if (!parsed.success)
        throw new AppError(
          "provider_bad_response",
          "Anthropic's list of models could not be understood. Check the base URL.",
        );
      for (const model of parsed.data.data) {
        models.push({
          id: model.id,
          type: "llm",
          ...(model.display_name ? { displayName: model.display_name } : {}),
          ...(model.max_input_tokens ? { contextWindow: model.max_input_tokens } : {}),
          ...(model.max_tokens ? { maxOutputTokens: model.max_tokens } : {}),
        });
      }
      if (parsed.data.has_more !== true || !parsed.data.last_id) break;
      after = `&after_id=${encodeURIComponent(parsed.data.last_id)}`;
    }
    return models;
  },
  llm: anthropicChat,
};
