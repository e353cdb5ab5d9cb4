import { defineCatalog } from "@/server/gateway/catalog/define-catalog";

export const deepseek = defineCatalog({
  provider: {
    id: "deepseek",
    displayName: "DeepSeek",
    description: "DeepSeek chat and reasoning models.",
    website: "https://www.deepseek.com",
    endpoint: "https://api.deepseek.com/v1",
    maxParallelRequests: 2,
    requestsPerMinute: 30,
  },
  sourceUrl: "https://github.com/pydantic/genai-prices",
  asOf: "2026-09-23",
  models: [
    {
      modelId: "deepseek-chat",
      displayName: "DeepSeek Chat",
      contextWindow: 64000,
      maxOutputTokens: 8192,
      pricesPerMillion: { inputTokens: "0.14", outputTokens: "0.28" },
      capabilities: ["tools", "json"],
      bestFor: ["chat", "code"],
      isDefault: true,
      description: "Starting price; compare it with the provider's page.",
      sourceUrl: "https://api-docs.deepseek.com/quick_start/pricing",
      asOf: null,
    },
    {
      modelId: "deepseek-reasoner",
      displayName: "DeepSeek Reasoner",
      contextWindow: 64000,
      maxOutputTokens: null,
      pricesPerMillion: { inputTokens: "0.55", outputTokens: "2.19" },
      capabilities: ["reasoning", "json"],
      bestFor: ["reasoning", "analysis"],
      description: "Starting price; compare it with the provider's page.",
      sourceUrl: "https://api-docs.deepseek.com/quick_start/pricing",
      asOf: null,
    },
  ],
});
