import { z } from "zod";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptMoonshotBody } from "./moonshot/adapt-body";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";

/** platform.kimi.ai/docs/api/chat, error types. */
const readError = createVendorErrorReader("Moonshot AI", {
  codes: {
    exceeded_current_quota_error: "provider_quota_exceeded",
    rate_limit_reached_error: "provider_rate_limited",
    engine_overloaded_error: "provider_unavailable",
    content_filter: "content_filtered",
    resource_not_found_error: "provider_model_missing",
    permission_denied_error: "provider_model_missing",
  },
  words: [[/exceeded model token limit|token length too long/i, "context_too_long"]],
});

const card = z.object({ context_length: z.number().int().positive().nullish().catch(undefined) });

export const moonshot: ProviderDefinition = {
  id: "moonshot",
  order: 110,
  group: "vendor",
  label: { en: "Moonshot AI (Kimi)", zh: "月之暗面（Kimi）" },
  description: { en: "Kimi models with long context and tools.", zh: "Kimi 系列长上下文与工具调用模型。" },
  website: "https://platform.kimi.ai",
  keyUrl: "https://platform.kimi.ai/console/api-keys",
  defaultBaseUrl: "https://api.moonshot.ai/v1",
  fields: [
    { ...apiKeyField, placeholder: "sk-…" },
    {
      ...baseUrlField,
      placeholder: "https://api.moonshot.cn/v1",
      help: {
        en: "Leave blank for the international service (https://api.moonshot.ai/v1). Keys of the service in China need https://api.moonshot.cn/v1.",
        zh: "国际站（https://api.moonshot.ai/v1）留空即可；中国站的密钥请填写 https://api.moonshot.cn/v1。",
      },
    },
  ],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels((model) => {
    const { context_length: contextWindow } = card.parse(model);
    return contextWindow ? { contextWindow } : {};
  }),
  llm: openAiChat({ readError, adapt: adaptMoonshotBody }),
};
