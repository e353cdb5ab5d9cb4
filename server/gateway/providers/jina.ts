import { type AppError, isAppError } from "@/lib/contracts/errors";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { createErrorReader } from "./openai-like/read-error";
import { rerankLikeJina } from "./openai-like/rerank";

/**
 * Kept by hand (November 2026), because no endpoint is documented that lists ids for a key; ids and windows are those published
 * with the models.
 */
const MODELS: readonly ListedModel[] = [
  { id: "jina-embeddings-v5-text-small", type: "text_embedding", contextWindow: 32_768 },
  { id: "jina-embeddings-v5-text-nano", type: "text_embedding", contextWindow: 8_192 },
  { id: "jina-embeddings-v4", type: "text_embedding", contextWindow: 32_768 },
  { id: "jina-embeddings-v3", type: "text_embedding", contextWindow: 8_192 },
  { id: "jina-embeddings-v2-base-en", type: "text_embedding", contextWindow: 8_192 },
  { id: "jina-clip-v2", type: "text_embedding", contextWindow: 8_192 },
  { id: "jina-reranker-v3", type: "rerank", contextWindow: 131_072 },
  { id: "jina-reranker-m0", type: "rerank", contextWindow: 10_240 },
  { id: "jina-reranker-v2-base-multilingual", type: "rerank", contextWindow: 1_024 },
];

/**
 * No such model exists, so the question costs nothing. It relies on a bad key being answered with AUTH_INVALID_API_KEY (401) and not
 * with INPUT_MODEL_NOT_FOUND (400), the codes of api.jina.ai/openapi.json.
 */
const KEY_PROBE = { model: "sluice-key-check", input: ["ping"] };

export const jina: ProviderDefinition = {
  id: "jina",
  order: 300,
  group: "vendor",
  label: { en: "Jina AI", zh: "Jina AI" },
  description: {
    en: "Multilingual embeddings and rerankers for search.",
    zh: "面向检索的多语言文本嵌入与重排序模型。",
  },
  website: "https://jina.ai",
  keyUrl: "https://jina.ai/api-dashboard/key-manager",
  defaultBaseUrl: "https://api.jina.ai/v1",
  fields: [{ ...apiKeyField, placeholder: "jina_…" }, baseUrlField],
  headers: bearerHeaders,
  readError: createErrorReader("Jina AI"),
  async listModels({ http }) {
    try {
      await http.json({ path: "/embeddings", json: KEY_PROBE });
    } catch (error) {
      if (!isAppError(error) || !isAboutTheModel(error)) throw error;
    }
    return [...MODELS];
  },
  text_embedding: openAiEmbedding({
    // Jina names the encoding `embedding_type`; `user` has no meaning there.
    body: ({ encoding_format, user: _user, ...body }) =>
      encoding_format === "base64" ? { ...body, embedding_type: "base64" } : body,
  }),
  rerank: rerankLikeJina(),
};

function isAboutTheModel(error: AppError): boolean {
  return error.code === "provider_model_missing" || error.code === "provider_rejected";
}
