import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptBody } from "./openai-like/adapt-body";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";
import { sendXaiEffort } from "./xai/send-effort";

/** docs.x.ai/docs/key-information/debugging: a wrong key is a 400, spent credit a 403 or 429, told apart by words alone. */
const readError = createVendorErrorReader("xAI", {
  words: [
    [/incorrect api key|invalid api key/i, "provider_auth_failed"],
    [/(doesn't have any|used all available|run out of) credits|monthly spending limit/i, "provider_quota_exceeded"],
    [/content violates|safety check/i, "content_filtered"],
    [/maximum prompt length/i, "context_too_long"],
  ],
});

export const xai: ProviderDefinition = {
  id: "xai",
  order: 40,
  group: "vendor",
  label: { en: "xAI", zh: "xAI" },
  description: { en: "Grok models.", zh: "Grok 系列模型。" },
  website: "https://x.ai",
  keyUrl: "https://console.x.ai",
  defaultBaseUrl: "https://api.x.ai/v1",
  fields: [{ ...apiKeyField, placeholder: "xai-…" }, baseUrlField],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels(),
  // docs.x.ai/docs/api-reference#chat-completions. Reasoning tokens lie beside `completion_tokens`, as `total_tokens` shows.
  llm: openAiChat({
    readError,
    adapt: adaptBody({
      vendor: "xAI",
      parts: { text: true, image_url: true },
      toolTypes: ["live_search"],
      ignored: [
        "top_k",
        "metadata",
        "store",
        "safety_identifier",
        "prompt_cache_retention",
        "verbosity",
        "prediction",
        "modalities",
      ],
      refused: ["audio"],
      reasoning: sendXaiEffort,
    }),
  }),
};
