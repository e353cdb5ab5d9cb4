import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { effortOnly, inlineImage } from "./openai-like/local-rules";
import { selfHosted } from "./openai-like/self-hosted";

/** What it takes of OpenAI's API: docs.ollama.com/api/openai-compatibility. Fields it does not know it passes over in silence. */
export const ollama = selfHosted({
  id: "ollama",
  order: 410,
  label: { en: "Ollama", zh: "Ollama" },
  description: {
    en: "Models that Ollama runs on your own machines: chat and embeddings.",
    zh: "由 Ollama 在自有机器上运行的模型：对话与嵌入。",
  },
  website: "https://ollama.com",
  port: 11434,
  isPathKnown: true,
  serves: {
    llm: {
      parts: { text: true, input_audio: true, image_url: inlineImage },
      tokenLimit: "max_tokens",
      isSingleChoice: true,
      ignored: ["logit_bias", "parallel_tool_calls", "service_tier", "top_k"],
      refused: ["modalities"],
      reasoning: effortOnly({ minimal: "low", xhigh: "max" }),
      finish: withoutToolChoice,
    },
    text_embedding: true,
  },
});

/** The model alone decides about tools; "none" is kept by showing it none. */
function withoutToolChoice({ tool_choice: choice, tools, ...body }: JsonRecord, warnings: string[]): JsonRecord {
  if (choice === "none" || tools === undefined) return body;
  if (choice !== undefined && choice !== "auto")
    warnings.push('"tool_choice" was left out: Ollama lets the model decide whether to call a tool.');
  return { ...body, tools };
}
