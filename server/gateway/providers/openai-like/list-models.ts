import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";

const listing = z.object({
  data: z.array(
    z.looseObject({
      id: z.string().min(1),
      // vLLM's name for the context window.
      max_model_len: z.number().int().positive().nullish().catch(undefined),
    }),
  ),
});
type Listed = z.infer<typeof listing>["data"][number];

/** Models over `GET /models`. `read` adds what a vendor says beyond the id. */
export function listOpenAiModels(
  read: (model: Listed) => Partial<ListedModel> = () => ({}),
  path = "/models",
): ProviderDefinition["listModels"] {
  return async ({ http }) => {
    const { body } = await http.json({ path });
    const parsed = listing.safeParse(body);
    if (!parsed.success) {
      throw new AppError(
        "provider_bad_response",
        "The provider's list of models could not be understood. Check that the base URL leads to an OpenAI-compatible API, often ending in /v1.",
      );
    }
    return parsed.data.data.map((model) => ({
      id: model.id,
      ...(typeof model.max_model_len === "number" ? { contextWindow: model.max_model_len } : {}),
      ...read(model),
    }));
  };
}
