import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { createErrorReader } from "./openai-like/read-error";
import { sandboxSpeech, sandboxTranscription } from "./sandbox/audio";
import { sandboxChat } from "./sandbox/chat";
import { sandboxEmbedding } from "./sandbox/embedding";
import { sandboxRerank } from "./sandbox/rerank";

const MODELS: readonly ListedModel[] = [
  {
    id: "sandbox-chat",
    displayName: "Sandbox chat (not a real model)",
    type: "llm",
    contextWindow: 32_768,
    maxOutputTokens: 4_096,
  },
  {
    id: "sandbox-embedding",
    displayName: "Sandbox embedding (not a real model)",
    type: "text_embedding",
    contextWindow: 8_192,
  },
  { id: "sandbox-rerank", displayName: "Sandbox rerank (not a real model)", type: "rerank", contextWindow: 8_192 },
  { id: "sandbox-speech", displayName: "Sandbox speech (not a real model)", type: "tts" },
  { id: "sandbox-transcription", displayName: "Sandbox transcription (not a real model)", type: "speech_to_text" },
];

/** `chunkDelayMs` is the pace of streamed words. */
export function createSandbox(options: { chunkDelayMs: number }): ProviderDefinition {
  return {
    id: "sandbox",
    order: 900,
    group: "built_in",
    label: { en: "Sandbox (not a real model)", zh: "沙盒（非真实模型）" },
    description: {
      en: "Built in, free and without network: it repeats what it is told, so that everything can be tried before a key is at hand. Not a real model.",
      zh: "内置、免费且不联网：仅复述输入内容，便于在没有密钥时试用全部功能。非真实模型。",
    },
    website: "",
    fields: [],
    isLocal: true,
    headers: () => ({}),
    // Only a fallback drill lets it fail.
    readError: createErrorReader("The sandbox"),
    listModels: async () => [...MODELS],
    llm: sandboxChat(options.chunkDelayMs),
    text_embedding: sandboxEmbedding(),
    rerank: sandboxRerank(),
    tts: sandboxSpeech(),
    speech_to_text: sandboxTranscription(),
  };
}

export const sandbox = createSandbox({ chunkDelayMs: 15 });
