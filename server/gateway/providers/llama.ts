import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptBody } from "./openai-like/adapt-body";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createErrorReader } from "./openai-like/read-error";

const readError = createErrorReader("Llama API");

export const llama: ProviderDefinition = {
  id: "llama",
  order: 100,
  group: "vendor",
  label: { en: "Llama API", zh: "Llama API" },
  description: {
    en: "Meta's own service for Llama models. A preview that Meta opens to some accounts only.",
    zh: "Meta 官方的 Llama 模型服务，目前为预览版，仅对部分账户开放。",
  },
  website: "https://llama.developer.meta.com",
  keyUrl: "https://llama.developer.meta.com/api-keys",
  defaultBaseUrl: "https://api.llama.com/compat/v1",
  fields: [
    { ...apiKeyField, placeholder: "LLM|…" },
    {
      ...baseUrlField,
      help: {
        en: "Leave blank for Meta's own address. Another one has to be OpenAI-compatible.",
        zh: "留空则使用 Meta 的官方地址；其他地址必须兼容 OpenAI 接口。",
      },
    },
  ],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels(),
  // llama.developer.meta.com/docs/features/compatibility
  llm: openAiChat({
    readError,
    adapt: adaptBody({
      vendor: "Llama API",
      parts: { text: true, image_url: true },
      tokenLimit: "max_completion_tokens",
      isSingleChoice: true,
      ignored: [
        "seed",
        "frequency_penalty",
        "presence_penalty",
        "parallel_tool_calls",
        "metadata",
        "store",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "service_tier",
        "verbosity",
        "prediction",
        "modalities",
      ],
      refused: ["logprobs", "top_logprobs", "logit_bias", "audio"],
    }),
  }),
};
