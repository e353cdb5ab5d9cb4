import { selfHosted } from "./openai-like/self-hosted";

/** docs.vllm.ai/en/latest/serving/openai_compatible_server.html; the listing's `max_model_len` is read by the shared listing. */
export const vllm = selfHosted({
  id: "vllm",
  order: 400,
  label: { en: "vLLM", zh: "vLLM" },
  description: {
    en: "Your own vLLM server: chat, embeddings, reranking and transcription of open models.",
    zh: "自建 vLLM 服务：开源模型的对话、嵌入、重排序与语音识别。",
  },
  website: "https://docs.vllm.ai",
  port: 8000,
  isPathKnown: true,
  serves: { llm: true, text_embedding: true, rerank: true, speech_to_text: true },
});
