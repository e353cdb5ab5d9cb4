import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import { lookUp } from "@/lib/look-up";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { selfHosted, serverRoot } from "./openai-like/self-hosted";
import { teiRerank } from "./tei/rerank";

/** huggingface.github.io/text-embeddings-inference, `GET /info`: one server, one model. */
const info = z.object({
  model_id: z.string().min(1),
  served_model_name: z.string().nullish(),
  model_type: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  max_input_length: z.number().int().positive().nullish().catch(undefined),
});
const TYPES: Record<string, ModelType> = { embedding: "text_embedding", reranker: "rerank" };

export const tei: ProviderDefinition = {
  ...selfHosted({
    id: "tei",
    order: 440,
    label: { en: "Text Embeddings Inference", zh: "Text Embeddings Inference" },
    name: "Text Embeddings Inference",
    description: {
      en: "Hugging Face's server for one embedding model or one reranker.",
      zh: "Hugging Face 的嵌入与重排序服务，每个服务承载一个模型。",
    },
    website: "https://huggingface.co/docs/text-embeddings-inference",
    port: 8080,
    isPathKnown: true,
    serves: { text_embedding: true },
    listModels,
  }),
  rerank: teiRerank,
};

async function listModels({
  http,
  credentials,
}: Parameters<ProviderDefinition["listModels"]>[0]): Promise<ListedModel[]> {
  const { body } = await http.json({ path: "/info", baseUrl: serverRoot(credentials.baseUrl) });
  const parsed = info.safeParse(body);
  if (!parsed.success)
    throw new AppError(
      "provider_bad_response",
      "The server's /info could not be understood. Check that the base URL leads to Text Embeddings Inference.",
    );
  const { model_id, served_model_name, model_type, max_input_length } = parsed.data;
  const [kind] = Object.keys(model_type ?? {});
  const type = lookUp(TYPES, kind ?? "");
  return [
    {
      id: served_model_name || model_id,
      ...(type && { type }),
      ...(max_input_length && { contextWindow: max_input_length }),
    },
  ];
}
