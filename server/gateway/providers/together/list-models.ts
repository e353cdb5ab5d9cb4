import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import { lookUp } from "@/lib/look-up";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";

const TYPES: Readonly<Record<string, ModelType>> = {
  chat: "llm",
  language: "llm",
  code: "llm",
  embedding: "text_embedding",
  rerank: "rerank",
  transcribe: "speech_to_text",
};

/** docs.together.ai/reference/models: a bare list. */
const listing = z.array(
  z.object({
    id: z.string().min(1),
    type: z.string().nullish().catch(undefined),
    display_name: z.string().nullish().catch(undefined),
    context_length: z.number().int().positive().nullish().catch(undefined),
  }),
);

/** Its prices are left alone: a 0 there also stands for models that only run on rented hardware. */
export const listTogetherModels: ProviderDefinition["listModels"] = async ({ http }) => {
  const { body } = await http.json({ path: "/models" });
  const parsed = listing.safeParse(body);
  if (!parsed.success)
    throw new AppError(
      "provider_bad_response",
      "Together AI's list of models could not be understood. Check the base URL; it ends in /v1.",
    );
  return parsed.data.map(readModel);
};

function readModel({ id, type, display_name, context_length }: z.infer<typeof listing>[number]): ListedModel {
  const listed: ListedModel = { id };
  if (display_name) listed.displayName = display_name;
  const known = lookUp(TYPES, type ?? "");
  if (known !== undefined) listed.type = known;
  if (context_length) listed.contextWindow = context_length;
  return listed;
}
