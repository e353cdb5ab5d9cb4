import { claudeElsewhere } from "@/server/gateway/catalog/claude-elsewhere";
import { defineCatalog, type ModelData } from "@/server/gateway/catalog/define-catalog";

/** Claude by Bedrock's name and Anthropic's. From 4.5 on there is a global profile, and every other place costs more. */
const CLAUDE: readonly (readonly [bedrock: string, anthropic: string])[] = [
  ["claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
  ["claude-haiku-4-5-20251001", "claude-haiku-4-5"],
  ["claude-opus-4-5", "claude-opus-4-5"],
  ["claude-opus-4-6", "claude-opus-4-6"],
  ["claude-sonnet-4-6", "claude-sonnet-4-6"],
  ["claude-opus-4-7", "claude-opus-4-7"],
  ["claude-opus-4-8", "claude-opus-4-8"],
  ["claude-sonnet-5", "claude-sonnet-5"],
  ["claude-opus-5", "claude-opus-5"],
  ["claude-opus-5-5", "claude-opus-5-5"],
  ["claude-fable-5", "claude-fable-5"],
  ["claude-fable-5-1", "claude-fable-5-1"],
];
const OLDER_CLAUDE: typeof CLAUDE = [
  ["claude-sonnet-4-20250514", "claude-sonnet-4-20250514"],
  ["claude-opus-4-20250514", "claude-opus-4-20250514"],
  ["claude-opus-4-1-20250805", "claude-opus-4-1"],
  ["claude-3-5-haiku-20241022", "claude-3-5-haiku-20241022"],
];

const claude: ModelData[] = [
  ...CLAUDE.flatMap(([id, anthropicId]) => [
    { modelId: `global.anthropic.${id}`, ...claudeElsewhere(anthropicId, "global", false) },
    { modelId: `anthropic.${id}`, ...claudeElsewhere(anthropicId, "regional", true) },
  ]),
  ...OLDER_CLAUDE.map(([id, anthropicId]) => ({
    modelId: `anthropic.${id}`,
    ...claudeElsewhere(anthropicId, "regional", false),
  })),
];

/** A chat model of another maker, at the price of the regions in the United States: elsewhere it may cost more. */
function chat(
  modelId: string,
  displayName: string,
  contextWindow: number | null,
  prices: readonly [input: string, output: string, cacheRead?: string],
  capabilities: ModelData["capabilities"],
  bestFor: readonly string[] = ["chat"],
): ModelData {
  const [inputTokens, outputTokens, cacheReadTokens] = prices;
  return {
    modelId,
    displayName,
    contextWindow,
    maxOutputTokens: null,
    pricesPerMillion: {
      inputTokens,
      ...(cacheReadTokens === undefined ? {} : { cacheReadTokens }),
      outputTokens,
    },
    capabilities,
    bestFor,
  };
}

/** `us.` in front of a model's id is Bedrock's name of the profile over the United States, and here also of the model run there by itself. */
export const bedrock = defineCatalog({
  provider: {
    id: "bedrock",
    displayName: "Amazon Bedrock",
    description: "Claude, Nova, Llama, Mistral and more in your AWS account and region.",
    website: "https://aws.amazon.com/bedrock",
    endpoint: "https://bedrock-runtime.us-east-1.amazonaws.com",
    maxParallelRequests: 3,
    requestsPerMinute: 60,
  },
  sourceUrl: "https://github.com/pydantic/genai-prices",
  asOf: "2026-09-23",
  models: [
    ...claude,
    chat(
      "us.amazon.nova-micro-v1:0",
      "Nova Micro",
      128000,
      ["0.035", "0.14", "0.00875"],
      ["tools"],
      ["classification"],
    ),
    chat("us.amazon.nova-lite-v1:0", "Nova Lite", 300000, ["0.06", "0.24", "0.015"], ["tools", "vision"]),
    chat("us.amazon.nova-pro-v1:0", "Nova Pro", 300000, ["0.8", "3.2", "0.2"], ["tools", "vision"], ["analysis"]),
    chat(
      "us.amazon.nova-premier-v1:0",
      "Nova Premier",
      1000000,
      ["2.5", "12.5", "0.625"],
      ["tools", "vision"],
      ["analysis", "long_context"],
    ),
    chat(
      "global.amazon.nova-2-lite-v1:0",
      "Nova 2 Lite (global)",
      1000000,
      ["0.3", "2.5", "0.075"],
      ["tools", "vision", "reasoning"],
    ),
    chat(
      "us.amazon.nova-2-lite-v1:0",
      "Nova 2 Lite",
      1000000,
      ["0.33", "2.75", "0.0825"],
      ["tools", "vision", "reasoning"],
    ),
    chat("us.meta.llama3-1-8b-instruct-v1:0", "Llama 3.1 8B Instruct", 128000, ["0.22", "0.22"], ["tools"]),
    chat("us.meta.llama3-1-70b-instruct-v1:0", "Llama 3.1 70B Instruct", 128000, ["0.72", "0.72"], ["tools"]),
    chat("us.meta.llama3-2-1b-instruct-v1:0", "Llama 3.2 1B Instruct", 128000, ["0.1", "0.1"], []),
    chat("us.meta.llama3-2-3b-instruct-v1:0", "Llama 3.2 3B Instruct", 128000, ["0.15", "0.15"], []),
    chat("us.meta.llama3-2-11b-instruct-v1:0", "Llama 3.2 11B Instruct", 128000, ["0.16", "0.16"], ["tools", "vision"]),
    chat("us.meta.llama3-2-90b-instruct-v1:0", "Llama 3.2 90B Instruct", 128000, ["0.72", "0.72"], ["tools", "vision"]),
    chat("us.meta.llama3-3-70b-instruct-v1:0", "Llama 3.3 70B Instruct", 128000, ["0.72", "0.72"], ["tools"]),
    chat("us.meta.llama4-scout-17b-instruct-v1:0", "Llama 4 Scout", 10000000, ["0.17", "0.66"], ["tools", "vision"]),
    chat(
      "us.meta.llama4-maverick-17b-instruct-v1:0",
      "Llama 4 Maverick",
      1000000,
      ["0.24", "0.97"],
      ["tools", "vision"],
    ),
    chat("us.deepseek.r1-v1:0", "DeepSeek R1", 128000, ["1.35", "5.4"], ["reasoning"], ["reasoning"]),
    chat("us.mistral.mistral-7b-instruct-v0:2", "Mistral 7B Instruct", 32000, ["0.15", "0.2"], []),
    chat("us.mistral.mixtral-8x7b-instruct-v0:1", "Mixtral 8x7B Instruct", 32000, ["0.45", "0.7"], []),
    chat("us.mistral.mistral-large-2402-v1:0", "Mistral Large (24.02)", 32000, ["4", "12"], ["tools"]),
    chat("us.mistral.pixtral-large-2502-v1:0", "Pixtral Large (25.02)", 128000, ["2", "6"], ["tools", "vision"]),
    chat("us.mistral.mistral-large-3-675b-instruct", "Mistral Large 3", 256000, ["0.5", "1.5"], ["tools", "vision"]),
    chat("us.openai.gpt-oss-120b-1:0", "GPT-OSS 120B", 128000, ["0.15", "0.6"], ["tools", "reasoning"], ["reasoning"]),
    chat("us.openai.gpt-oss-20b-1:0", "GPT-OSS 20B", 128000, ["0.07", "0.3"], ["tools", "reasoning"]),
    chat("us.qwen.qwen3-32b-v1:0", "Qwen3 32B", 32000, ["0.15", "0.6"], ["tools", "reasoning"]),
    chat("us.qwen.qwen3-coder-30b-a3b-v1:0", "Qwen3 Coder 30B", 256000, ["0.15", "0.6"], ["tools"], ["code"]),
    chat("us.writer.palmyra-x4-v1:0", "Palmyra X4", 128000, ["2.5", "10"], ["tools"]),
    chat("us.writer.palmyra-x5-v1:0", "Palmyra X5", 128000, ["0.6", "6"], ["tools"]),
    {
      modelId: "us.amazon.titan-embed-text-v1",
      displayName: "Titan Text Embeddings",
      type: "text_embedding",
      contextWindow: 8192,
      maxOutputTokens: null,
      pricesPerMillion: { inputTokens: "0.1" },
      capabilities: [],
      bestFor: ["embedding"],
    },
  ],
});
