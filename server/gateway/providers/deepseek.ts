import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptDeepSeekBody } from "./deepseek/adapt-body";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";

/** api-docs.deepseek.com/quick_start/error_codes: 402 is a spent balance; a refusal of content is a 400 known by its words. */
const readError = createVendorErrorReader("DeepSeek", { words: [[/content exists risk/i, "content_filtered"]] });

export const deepseek: ProviderDefinition = {
  id: "deepseek",
  order: 80,
  group: "vendor",
  label: { en: "DeepSeek", zh: "DeepSeek" },
  description: { en: "DeepSeek chat and reasoning models.", zh: "DeepSeek 对话与推理模型。" },
  website: "https://www.deepseek.com",
  keyUrl: "https://platform.deepseek.com/api_keys",
  defaultBaseUrl: "https://api.deepseek.com",
  fields: [{ ...apiKeyField, placeholder: "sk-…" }, baseUrlField],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels(),
  llm: openAiChat({ readError, adapt: adaptDeepSeekBody }),
};
