import { z } from "zod";

/** The five kinds of callable model. A tenant has one default model per type. */
export const MODEL_TYPES = ["llm", "text_embedding", "rerank", "tts", "speech_to_text"] as const;

export const modelType = z.enum(MODEL_TYPES);
export type ModelType = z.infer<typeof modelType>;
