import { z } from "zod";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptFireworksBody } from "./fireworks/adapt-body";
import { openAiChat } from "./openai-like/chat";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";
import { rerankLikeJina } from "./openai-like/rerank";

/** docs.fireworks.ai/guides/inference-error-codes: 412 is a suspended account. */
const readError = createVendorErrorReader("Fireworks AI", {
  words: [[/prompt is too long|exceeds? (the )?(maximum|max) context/i, "context_too_long"]],
  statuses: { 412: "provider_quota_exceeded" },
});

const card = z.object({
  context_length: z.number().int().positive().nullish().catch(undefined),
  supports_chat: z.boolean().nullish().catch(undefined),
});

export const fireworks: ProviderDefinition = {
  id: "fireworks",
  order: 220,
  group: "host",
  label: { en: "Fireworks AI", zh: "Fireworks AI" },
  description: {
    en: "Fast inference of open models: chat, embeddings and reranking.",
    zh: "高速开源模型推理：对话、嵌入与重排序。",
  },
  website: "https://fireworks.ai",
  keyUrl: "https://app.fireworks.ai/settings/users/api-keys",
  defaultBaseUrl: "https://api.fireworks.ai/inference/v1",
  fields: [{ ...apiKeyField, placeholder: "fw_…" }, baseUrlField],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels((model) => {
    const { context_length: contextWindow, supports_chat: isChat } = card.parse(model);
    const listed: Partial<ListedModel> = {};
    if (contextWindow) listed.contextWindow = contextWindow;
    if (isChat) listed.type = "llm";
    return listed;
  }),
  llm: openAiChat({ readError, adapt: adaptFireworksBody }),
  text_embedding: openAiEmbedding({ body: ({ encoding_format: _encoding, user: _user, ...body }) => body }),
  // docs.fireworks.ai/api-reference/rerank-documents
  rerank: rerankLikeJina(),
};
