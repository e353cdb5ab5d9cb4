import type { ModelType } from "@/lib/contracts/model-type";

/** The calls that a type's default answers when they name the model "auto". */
export const CALLS_BY_TYPE: Record<ModelType, readonly string[]> = {
  llm: ["/v1/chat/completions", "/v1/responses", "/v1/messages"],
  text_embedding: ["/v1/embeddings"],
  rerank: ["/v1/rerank"],
  tts: ["/v1/audio/speech"],
  speech_to_text: ["/v1/audio/transcriptions"],
};
