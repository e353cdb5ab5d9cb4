import { z } from "zod";
import type { ModelType } from "@/lib/contracts/model-type";
import { lookUp } from "@/lib/look-up";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { listOpenAiModels } from "./openai-like/list-models";
import { effortOnly, inlineImage } from "./openai-like/local-rules";
import { selfHosted, serverRoot } from "./openai-like/self-hosted";
import { ifOffered } from "./wire/if-offered";

const listIds = listOpenAiModels();

/** lmstudio.ai/docs/developer/rest/endpoints, `GET /api/v0/models`: what the OpenAI-compatible listing leaves out. */
const details = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string().nullish(),
      max_context_length: z.number().int().positive().nullish().catch(undefined),
      loaded_context_length: z.number().int().positive().nullish().catch(undefined),
    }),
  ),
});
const TYPES: Record<string, ModelType> = { llm: "llm", vlm: "llm", embeddings: "text_embedding" };

/** lmstudio.ai/docs/developer/openai-compat lists the fields it takes. */
export const lmstudio = selfHosted({
  id: "lmstudio",
  order: 420,
  label: { en: "LM Studio", zh: "LM Studio" },
  description: {
    en: "Models served by LM Studio on your own machines: chat and embeddings.",
    zh: "由 LM Studio 在自有机器上提供的模型：对话与嵌入。",
  },
  website: "https://lmstudio.ai/docs/developer",
  port: 1234,
  isPathKnown: true,
  serves: {
    llm: {
      parts: { text: true, image_url: inlineImage },
      tokenLimit: "max_tokens",
      isSingleChoice: true,
      refused: ["modalities"],
      reasoning: effortOnly(),
    },
    text_embedding: true,
  },
  async listModels(context) {
    const models = await listIds(context);
    const known = await readDetails(context);
    return models.map((model) => ({ ...model, ...known.get(model.id) }));
  },
});

/** Empty for versions that lack the endpoint, or answer it with an error inside a 200. */
async function readDetails({
  http,
  credentials,
}: Parameters<ProviderDefinition["listModels"]>[0]): Promise<Map<string, Partial<ListedModel>>> {
  const known = new Map<string, Partial<ListedModel>>();
  const answer = await ifOffered(http.json({ path: "/api/v0/models", baseUrl: serverRoot(credentials.baseUrl) }));
  for (const model of details.safeParse(answer?.body).data?.data ?? []) {
    const type = lookUp(TYPES, model.type ?? "");
    const contextWindow = model.loaded_context_length ?? model.max_context_length;
    known.set(model.id, { ...(type && { type }), ...(contextWindow && { contextWindow }) });
  }
  return known;
}
