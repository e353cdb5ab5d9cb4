import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { openAiChat } from "./openai-like/chat";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createErrorReader } from "./openai-like/read-error";
import { rerankLikeJina } from "./openai-like/rerank";
import { openAiSpeech } from "./openai-like/speech";
import { openAiTranscription } from "./openai-like/transcription";

const readError = createErrorReader("SiliconFlow");

export const siliconflow: ProviderDefinition = {
  id: "siliconflow",
  order: 240,
  group: "host",
  label: { en: "SiliconFlow", zh: "硅基流动" },
  description: {
    en: "Open models for chat, embeddings, reranking, speech and transcription.",
    zh: "开源模型推理：对话、嵌入、重排序、语音合成与识别。",
  },
  website: "https://www.siliconflow.com",
  keyUrl: "https://cloud.siliconflow.com/account/ak",
  defaultBaseUrl: "https://api.siliconflow.com/v1",
  fields: [
    { ...apiKeyField, placeholder: "sk-…" },
    {
      ...baseUrlField,
      placeholder: "https://api.siliconflow.cn/v1",
      help: {
        en: "Leave blank for the international service. Keys of the service in China need https://api.siliconflow.cn/v1.",
        zh: "国际站留空即可；中国站的密钥请填写 https://api.siliconflow.cn/v1。",
      },
    },
  ],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels(),
  llm: openAiChat({ readError }),
  text_embedding: openAiEmbedding(),
  rerank: rerankLikeJina(),
  tts: openAiSpeech(),
  // docs.siliconflow.com/en/api-reference/audio/create-audio-transcriptions: `file` and `model`, nothing else.
  speech_to_text: openAiTranscription({ fields: [] }),
};
