import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { openAiChat } from "./openai-like/chat";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { createErrorReader } from "./openai-like/read-error";
import { rerankLikeJina } from "./openai-like/rerank";
import { openAiSpeech } from "./openai-like/speech";
import { openAiTranscription } from "./openai-like/transcription";

const readError = createErrorReader("The server");

export const openaiCompatible: ProviderDefinition = {
  id: "openai-compatible",
  order: 490,
  label: { en: "Self-hosted (OpenAI-compatible)", zh: "自托管（兼容 OpenAI）" },
  description: {
    en: "Your own server: vLLM, Ollama, LM Studio, llama.cpp or anything that speaks the OpenAI API.",
    zh: "自有服务器：vLLM、Ollama、LM Studio、llama.cpp 或任何兼容 OpenAI 接口的服务。",
  },
  website: "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
  fields: [
    {
      ...baseUrlField,
      placeholder: "http://gpu-server:8000/v1",
      help: {
        en: "Up to and including /v1. vLLM: port 8000, Ollama: 11434, LM Studio: 1234, llama.cpp: 8080. A private address must be on the operator's list.",
        zh: "填写到 /v1 为止。默认端口：vLLM 8000、Ollama 11434、LM Studio 1234、llama.cpp 8080。内网地址需由运维加入允许列表。",
      },
      isRequired: true,
    },
    {
      ...apiKeyField,
      help: { en: "Only if the server asks for one.", zh: "仅在服务器要求时填写。" },
      isRequired: false,
    },
  ],
  isSelfHosted: true,
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels(),
  llm: openAiChat({ readError }),
  text_embedding: openAiEmbedding(),
  rerank: rerankLikeJina(),
  tts: openAiSpeech(),
  speech_to_text: openAiTranscription(),
};
