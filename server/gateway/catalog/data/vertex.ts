import { claudeElsewhere } from "@/server/gateway/catalog/claude-elsewhere";
import { defineCatalog } from "@/server/gateway/catalog/define-catalog";

/** Claude by Vertex AI's name and Anthropic's. From 4.5 on every location but the global one costs more. */
const CLAUDE: readonly (readonly [vertex: string, anthropic: string])[] = [
  ["claude-sonnet-4-5@20250929", "claude-sonnet-4-5"],
  ["claude-haiku-4-5@20251001", "claude-haiku-4-5"],
  ["claude-opus-4-5@20251101", "claude-opus-4-5"],
];

/** Gemini stands under Google; only what is priced by place has entries here. */
export const vertex = defineCatalog({
  provider: {
    id: "vertex",
    displayName: "Google Vertex AI",
    description: "Gemini and Claude in your own Google Cloud project, with embeddings and speech.",
    website: "https://cloud.google.com/vertex-ai",
    endpoint: "https://aiplatform.googleapis.com/v1",
    maxParallelRequests: 3,
    requestsPerMinute: 60,
  },
  sourceUrl: "https://github.com/pydantic/genai-prices",
  asOf: "2026-09-23",
  models: CLAUDE.flatMap(([id, anthropicId]) => [
    { modelId: `global/${id}`, ...claudeElsewhere(anthropicId, "global", false) },
    { modelId: `regional/${id}`, ...claudeElsewhere(anthropicId, "regional", true) },
  ]),
});
