import { defineCatalog } from "@/server/gateway/catalog/define-catalog";

export const llama = defineCatalog({
  provider: {
    id: "llama",
    displayName: "Llama API",
    description: "Meta's own service for Llama models, a preview.",
    website: "https://llama.developer.meta.com",
    endpoint: "https://api.llama.com/compat/v1",
    maxParallelRequests: 2,
    requestsPerMinute: 30,
  },
  sourceUrl: "https://llama.developer.meta.com/docs/models",
  asOf: null,
  models: [
    {
      modelId: "Llama-4-Maverick-17B-128E-Instruct-FP8",
      displayName: "Llama 4 Maverick",
      contextWindow: 128000,
      maxOutputTokens: 4028,
      pricesPerMillion: {},
      capabilities: ["tools", "vision", "json"],
      bestFor: ["chat", "vision"],
      isDefault: true,
    },
    {
      modelId: "Llama-4-Scout-17B-16E-Instruct-FP8",
      displayName: "Llama 4 Scout",
      contextWindow: 128000,
      maxOutputTokens: 4028,
      pricesPerMillion: {},
      capabilities: ["tools", "vision", "json"],
      bestFor: ["chat", "vision"],
    },
    {
      modelId: "Llama-3.3-70B-Instruct",
      displayName: "Llama 3.3 70B Instruct",
      contextWindow: 128000,
      maxOutputTokens: 4028,
      pricesPerMillion: {},
      capabilities: ["tools", "json"],
      bestFor: ["chat", "summarization"],
    },
    {
      modelId: "Llama-3.3-8B-Instruct",
      displayName: "Llama 3.3 8B Instruct",
      contextWindow: 128000,
      maxOutputTokens: 4028,
      pricesPerMillion: {},
      capabilities: ["tools", "json"],
      bestFor: ["classification"],
    },
  ],
});
