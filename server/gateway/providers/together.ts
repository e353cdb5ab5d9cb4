import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { limitedEmbedding } from "./openai-like/limited-embedding";
import { limitedSpeech } from "./openai-like/limited-speech";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";
import { rerankLikeJina } from "./openai-like/rerank";
import { timedTranscription } from "./openai-like/timed-transcription";
import { adaptTogetherBody } from "./together/adapt-body";
import { listTogetherModels } from "./together/list-models";

/** docs.together.ai/docs/error-codes: 403 also means that prompt and `max_tokens` exceed the context. */
const readError = createVendorErrorReader("Together AI", {
  words: [
    [/(token count|tokens?).{0,80}(exceeds?|larger|longer).{0,60}(context|limit)|context length/i, "context_too_long"],
  ],
});

export const together: ProviderDefinition = {
  id: "together",
  order: 210,
  group: "host",
  label: { en: "Together AI", zh: "Together AI" },
  description: {
    en: "Hosted open models: chat, embeddings, reranking, speech and transcription.",
    zh: "托管开源模型：对话、嵌入、重排序、语音合成与识别。",
  },
  website: "https://www.together.ai",
  keyUrl: "https://api.together.ai/settings/api-keys",
  defaultBaseUrl: "https://api.together.ai/v1",
  fields: [apiKeyField, baseUrlField],
  headers: bearerHeaders,
  readError,
  listModels: listTogetherModels,
  llm: openAiChat({ readError, adapt: adaptTogetherBody }),
  // docs.together.ai/reference/embeddings: `model` and `input`, nothing else.
  text_embedding: limitedEmbedding({ vendor: "Together AI", body: ({ model, input }) => ({ model, input }) }),
  rerank: rerankLikeJina(),
  // docs.together.ai/reference/audio-speech
  tts: limitedSpeech({
    vendor: "Together AI",
    formats: ["mp3", "wav"],
    ignored: ["instructions", "speed", "stream_format"],
  }),
  // docs.together.ai/reference/audio-transcriptions
  speech_to_text: timedTranscription("Together AI"),
};
