import { z } from "zod";
import type { ModelType } from "@/lib/contracts/model-type";
import { listOpenAiModels } from "./openai-like/list-models";
import { templateThinking } from "./openai-like/local-rules";
import { selfHosted } from "./openai-like/self-hosted";

const details = z.object({
  model_type: z.string().nullish(),
  model_name: z.string().nullish(),
  model_ability: z.array(z.string()).nullish().catch(undefined),
  context_length: z.number().int().positive().nullish().catch(undefined),
  max_tokens: z.number().int().positive().nullish().catch(undefined),
});

/** inference.readthedocs.io/en/latest/models/model_abilities */
export const xinference = selfHosted({
  id: "xinference",
  order: 450,
  label: { en: "Xinference", zh: "Xinference" },
  description: {
    en: "Your own Xinference cluster: chat, embeddings, reranking, speech and transcription.",
    zh: "自建 Xinference 集群：对话、嵌入、重排序、语音合成与识别。",
  },
  website: "https://inference.readthedocs.io",
  port: 9997,
  isPathKnown: true,
  serves: {
    llm: {
      parts: { text: true, image_url: true, input_audio: true, video_url: true },
      tokenLimit: "max_tokens",
      refused: ["modalities"],
      reasoning: templateThinking,
    },
    text_embedding: true,
    rerank: true,
    tts: true,
    speech_to_text: true,
  },
  listModels: listOpenAiModels((listed) => {
    const model = details.safeParse(listed).data;
    if (model === undefined) return {};
    const type = typeOf(model.model_type ?? "", model.model_ability ?? []);
    const contextWindow = model.context_length ?? model.max_tokens;
    return {
      ...(type && { type }),
      ...(contextWindow && { contextWindow }),
      ...(model.model_name && { displayName: model.model_name }),
    };
  }),
});

/** Audio models say in which direction they go; pictures and video stay without a type. */
function typeOf(modelType: string, abilities: readonly string[]): ModelType | undefined {
  if (modelType === "LLM") return "llm";
  if (modelType === "embedding") return "text_embedding";
  if (modelType === "rerank") return "rerank";
  if (modelType !== "audio") return undefined;
  if (abilities.includes("audio2text")) return "speech_to_text";
  return abilities.some((ability) => ability.startsWith("text2audio")) ? "tts" : undefined;
}
