import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { limitedEmbedding } from "./openai-like/limited-embedding";
import { limitedSpeech } from "./openai-like/limited-speech";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";
import { rerankLikeJina } from "./openai-like/rerank";
import { openAiTranscription } from "./openai-like/transcription";
import { adaptZhipuBody } from "./zhipu/adapt-body";
import { ZHIPU_CODES } from "./zhipu/error-codes";
import { listZhipuModels } from "./zhipu/list-models";

const readError = createVendorErrorReader("Zhipu AI", { codes: ZHIPU_CODES });

export const zhipu: ProviderDefinition = {
  id: "zhipu",
  order: 120,
  group: "vendor",
  label: { en: "Zhipu AI (Z.ai)", zh: "智谱 AI（Z.ai）" },
  description: {
    en: "GLM models; in China also embeddings, reranking, speech and transcription.",
    zh: "GLM 系列模型；中国站另有文本嵌入、重排序、语音合成与语音识别。",
  },
  website: "https://z.ai",
  keyUrl: "https://z.ai/manage-apikey/apikey-list",
  defaultBaseUrl: "https://api.z.ai/api/paas/v4",
  fields: [
    apiKeyField,
    {
      ...baseUrlField,
      placeholder: "https://open.bigmodel.cn/api/paas/v4",
      help: {
        en: "Leave blank for the international service (https://api.z.ai/api/paas/v4). Keys of the service in China need https://open.bigmodel.cn/api/paas/v4.",
        zh: "国际站（https://api.z.ai/api/paas/v4）留空即可；中国站的密钥请填写 https://open.bigmodel.cn/api/paas/v4。",
      },
    },
  ],
  headers: bearerHeaders,
  readError,
  listModels: listZhipuModels,
  llm: openAiChat({ readError, adapt: adaptZhipuBody }),
  // docs.bigmodel.cn/api-reference, 文本嵌入: 64 texts at once, always numbers.
  text_embedding: limitedEmbedding({
    vendor: "Zhipu AI",
    maxInputs: 64,
    body: ({ encoding_format: _encoding, user: _user, ...body }) => body,
  }),
  // docs.bigmodel.cn/api-reference, 文本重排序
  rerank: rerankLikeJina(),
  // docs.bigmodel.cn/api-reference, 文本转语音: wav or pcm.
  tts: limitedSpeech({ vendor: "Zhipu AI", formats: ["wav", "pcm"], ignored: ["instructions", "stream_format"] }),
  // docs.bigmodel.cn/api-reference, 语音转文本
  speech_to_text: openAiTranscription({ fields: ["prompt", "hotwords"] }),
};
