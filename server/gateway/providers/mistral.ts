import { z } from "zod";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptMistralBody } from "./mistral/adapt-body";
import { mistralTranscription } from "./mistral/transcription";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { limitedEmbedding } from "./openai-like/limited-embedding";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";
import { isRecord } from "./wire/json-value";

const readOwnError = createVendorErrorReader("Mistral", {
  codes: {
    "1300": "provider_rate_limited",
    "3505": "provider_unavailable",
    invalid_model: "provider_model_missing",
    service_tier_capacity_exceeded: "provider_unavailable",
  },
});

/** A failed validation comes as FastAPI's `detail`, at times inside `message`. */
const readError: ProviderDefinition["readError"] = ({ status, body }) =>
  readOwnError({ status, body: isRecord(body) && isRecord(body.message) ? body.message : body });

/** docs.mistral.ai/api: `capabilities` say what a listed model is for. */
const card = z.object({
  name: z.string().nullish().catch(undefined),
  max_context_length: z.number().int().positive().nullish().catch(undefined),
  capabilities: z
    .object({ completion_chat: z.boolean().nullish(), audio_transcription: z.boolean().nullish() })
    .nullish()
    .catch(undefined),
});

export const mistral: ProviderDefinition = {
  id: "mistral",
  order: 90,
  group: "vendor",
  label: { en: "Mistral", zh: "Mistral" },
  description: {
    en: "Mistral's chat models, embeddings and Voxtral transcription.",
    zh: "Mistral 对话模型、文本嵌入与 Voxtral 语音识别。",
  },
  website: "https://mistral.ai",
  keyUrl: "https://console.mistral.ai/api-keys",
  defaultBaseUrl: "https://api.mistral.ai/v1",
  fields: [apiKeyField, baseUrlField],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels((model) => {
    const parsed = card.safeParse(model);
    if (!parsed.success) return {};
    const { name, max_context_length: contextWindow, capabilities } = parsed.data;
    return {
      ...(name && name !== model.id ? { displayName: name } : {}),
      ...(contextWindow ? { contextWindow } : {}),
      ...(capabilities?.completion_chat
        ? { type: "llm" as const }
        : capabilities?.audio_transcription
          ? { type: "speech_to_text" as const }
          : {}),
    };
  }),
  llm: openAiChat({ readError, adapt: adaptMistralBody }),
  // docs.mistral.ai/api/endpoint/embeddings
  text_embedding: limitedEmbedding({
    vendor: "Mistral",
    body: ({ dimensions, user: _user, ...body }) =>
      typeof dimensions === "number" ? { ...body, output_dimension: dimensions } : body,
  }),
  speech_to_text: mistralTranscription(),
};
