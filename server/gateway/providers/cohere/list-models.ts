import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";

/** Pages of 1000 models; more than a few means the server repeats itself. */
const MAX_PAGES = 5;

const listing = z.object({
  models: z.array(
    z.object({
      name: z.string().min(1),
      endpoints: z.array(z.string()).nullish(),
      context_length: z.number().int().positive().nullish().catch(undefined),
    }),
  ),
  next_page_token: z.string().nullish(),
});
type Listed = z.infer<typeof listing>["models"][number];

const TYPES: readonly (readonly [endpoint: string, type: ModelType])[] = [
  ["chat", "llm"],
  ["embed", "text_embedding"],
  ["rerank", "rerank"],
];

/** docs.cohere.com/reference/list-models: it takes a key, and says for which endpoints a model is. */
export const listCohereModels: ProviderDefinition["listModels"] = async ({ http }) => {
  const models: ListedModel[] = [];
  let page = "";
  for (let count = 0; count < MAX_PAGES; count++) {
    const { body } = await http.json({ path: `/v1/models?page_size=1000${page}` });
    const parsed = listing.safeParse(body);
    if (!parsed.success)
      throw new AppError(
        "provider_bad_response",
        "Cohere's list of models could not be understood. Check that the base URL leads to Cohere's API.",
      );
    models.push(...parsed.data.models.flatMap(readModel));
    if (!parsed.data.next_page_token) break;
    page = `&page_token=${encodeURIComponent(parsed.data.next_page_token)}`;
  }
  return models;
};

/** Nothing of a model for other endpoints (classify, summarize): it is not callable here. Transcription is no endpoint of the listing's. */
function readModel({ name, endpoints, context_length }: Listed): ListedModel[] {
  const type = name.includes("transcribe")
    ? "speech_to_text"
    : TYPES.find(([endpoint]) => endpoints?.includes(endpoint))?.[1];
  if (type === undefined) return [];
  return [{ id: name, type, ...(context_length && { contextWindow: context_length }) }];
}
