import { selfHosted } from "./openai-like/self-hosted";

export const openaiCompatible = selfHosted({
  id: "openai-compatible",
  order: 490,
  label: { en: "Self-hosted (OpenAI-compatible)", zh: "自托管（兼容 OpenAI）" },
  name: "The server",
  description: {
    en: "Any other server of your own that speaks the OpenAI API: SGLang, LocalAI, TensorRT-LLM, LMDeploy.",
    zh: "其他兼容 OpenAI 接口的自有服务器：SGLang、LocalAI、TensorRT-LLM、LMDeploy。",
  },
  website: "https://platform.openai.com/docs/api-reference",
  port: 8000,
  baseUrlHelp: {
    en: "Up to and including /v1. A private address must be on the operator's list.",
    zh: "填写到 /v1 为止。内网地址需由运维加入允许列表。",
  },
  serves: { llm: true, text_embedding: true, rerank: true, tts: true, speech_to_text: true },
});
