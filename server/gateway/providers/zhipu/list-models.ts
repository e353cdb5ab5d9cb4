import { listOpenAiModels } from "@/server/gateway/providers/openai-like/list-models";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";

/** Kept by hand (November 2026) from docs.bigmodel.cn: the listing names chat models only, and only the service in China has these. */
const UNLISTED: readonly ListedModel[] = [
  { id: "embedding-3", type: "text_embedding" },
  { id: "embedding-2", type: "text_embedding" },
  { id: "rerank", type: "rerank" },
  { id: "glm-tts", type: "tts" },
  { id: "glm-asr-2512", type: "speech_to_text" },
];

const list = listOpenAiModels();

/** `GET /models` answers only to a valid key. */
export const listZhipuModels: ProviderDefinition["listModels"] = async (context) => {
  const listed = await list(context);
  if (new URL(context.credentials.baseUrl).hostname !== "open.bigmodel.cn") return listed;
  const known = new Set(listed.map(({ id }) => id));
  return [...listed, ...UNLISTED.filter(({ id }) => !known.has(id))];
};
