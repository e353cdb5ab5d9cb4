import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { googleChat } from "./google/chat";
import { googleEmbedding } from "./google/embedding";
import { googleKeyHeaders } from "./google/key-headers";
import { listGeminiModels } from "./google/list-models";
import { bareModelName } from "./google/model-name";
import { createGoogleErrorReader } from "./google/read-error";
import { googleSpeech } from "./google/speech";
import { apiKeyField, baseUrlField } from "./openai-like/fields";

const readError = createGoogleErrorReader("Google Gemini");

export const gemini: ProviderDefinition = {
  id: "gemini",
  order: 30,
  group: "vendor",
  label: { en: "Google Gemini", zh: "Google Gemini" },
  description: {
    en: "Gemini models for chat, vision, audio and long contexts, embeddings and speech.",
    zh: "Gemini 系列模型：对话、视觉、音频与长上下文，以及文本嵌入与语音合成。",
  },
  website: "https://ai.google.dev",
  keyUrl: "https://aistudio.google.com/apikey",
  defaultBaseUrl: "https://generativelanguage.googleapis.com/v1beta",
  fields: [{ ...apiKeyField, placeholder: "AIza…" }, baseUrlField],
  headers: googleKeyHeaders,
  readError,
  listModels: listGeminiModels(pathOf),
  llm: googleChat({ readError, place, toCountBody }),
  text_embedding: googleEmbedding(place),
  tts: googleSpeech(place),
};

/** Google's SDK takes the base URL without a version, its documentation shows it with one; both work here. */
function pathOf(baseUrl: string, path: string): string {
  return /\/v\d[a-z0-9]*$/.test(baseUrl) ? path : `/v1beta${path}`;
}

function toCountBody(body: Record<string, unknown>, { modelId }: CallContext) {
  return { generateContentRequest: { model: `models/${bareModelName(modelId)}`, ...body } };
}

function place({ credentials, modelId }: CallContext, method: string) {
  const name = modelId.startsWith("tunedModels/")
    ? `tunedModels/${encodeURIComponent(modelId.slice("tunedModels/".length))}`
    : `models/${encodeURIComponent(bareModelName(modelId))}`;
  return { path: pathOf(credentials.baseUrl, `/${name}:${method}`) };
}
