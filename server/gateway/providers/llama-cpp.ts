import { z } from "zod";
import { listOpenAiModels } from "./openai-like/list-models";
import { templateThinking } from "./openai-like/local-rules";
import { selfHosted } from "./openai-like/self-hosted";

/** `n_ctx` is what the server was started with, where a version tells it; `n_ctx_train` what the model was trained for. */
const size = z.number().int().positive().nullish().catch(undefined);
const meta = z.object({ n_ctx: size, n_ctx_train: size });

/** github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md */
export const llamaCpp = selfHosted({
  id: "llama-cpp",
  order: 430,
  label: { en: "llama.cpp", zh: "llama.cpp" },
  description: {
    en: "Your own llama.cpp server: chat, embeddings and reranking of GGUF models.",
    zh: "自建 llama.cpp 服务：GGUF 模型的对话、嵌入与重排序。",
  },
  website: "https://github.com/ggml-org/llama.cpp/tree/master/tools/server",
  port: 8080,
  isPathKnown: true,
  serves: {
    llm: {
      parts: { text: true, image_url: true, input_audio: true },
      tokenLimit: "max_tokens",
      refused: ["modalities"],
      reasoning: templateThinking,
    },
    text_embedding: true,
    rerank: true,
  },
  listModels: listOpenAiModels((model) => {
    const known = meta.safeParse(model.meta).data;
    const contextWindow = known?.n_ctx ?? known?.n_ctx_train;
    return contextWindow ? { contextWindow } : {};
  }),
});
