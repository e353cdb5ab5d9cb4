import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { effortOf, type ReasoningEffort, readAskedReasoning } from "./openai-like/asked-reasoning";
import { templateThinking } from "./openai-like/local-rules";
import { plainBody } from "./openai-like/plain-body";
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
  translate,
});

/** The efforts every version knows. */
const EFFORTS: Record<ReasoningEffort, "low" | "medium" | "high"> = {
  minimal: "low",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "high",
  max: "high",
};

/** Thinking is a matter of the chat template, but for gpt-oss, which goes by `reasoning_effort` (docs.vllm.ai/en/latest/features/reasoning_outputs.html). */
function translate(body: JsonRecord, warnings: string[]): JsonRecord {
  const { thinking: _thinking, reasoning_effort: _effort, ...rest } = body;
  const asked = readAskedReasoning(body);
  return {
    ...plainBody(rest, warnings),
    ...(asked && templateThinking(asked, body, warnings)),
    ...(asked?.isOn && { reasoning_effort: EFFORTS[effortOf(asked)] }),
  };
}
