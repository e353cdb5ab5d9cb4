import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { bareModelName } from "./model-name";

/** Pages of 1000 models; more than a few means the server repeats itself. */
const MAX_PAGES = 5;

const count = z.number().int().positive().nullish().catch(undefined);
const listing = z.object({
  models: z
    .array(
      z.object({
        name: z.string().min(1),
        displayName: z.string().nullish(),
        inputTokenLimit: count,
        outputTokenLimit: count,
        supportedGenerationMethods: z.array(z.string()).nullish(),
      }),
    )
    .default([]),
  nextPageToken: z.string().nullish(),
});
type Listed = z.infer<typeof listing>["models"][number];

/** Models over `GET /models` (ai.google.dev/api/models); those with no method that Sluice calls are left out. */
export function listGeminiModels(pathOf: (baseUrl: string, path: string) => string): ProviderDefinition["listModels"] {
  return async ({ http, credentials }) => {
    const models: ListedModel[] = [];
    let after = "";
    for (let page = 0; page < MAX_PAGES; page++) {
      const { body } = await http.json({ path: `${pathOf(credentials.baseUrl, "/models")}?pageSize=1000${after}` });
      const parsed = listing.safeParse(body);
      if (!parsed.success)
        throw new AppError(
          "provider_bad_response",
          "Google's list of models could not be understood. Check the base URL.",
        );
      models.push(...parsed.data.models.flatMap(toListedModel));
      if (!parsed.data.nextPageToken) break;
      after = `&pageToken=${encodeURIComponent(parsed.data.nextPageToken)}`;
    }
    return models;
  };
}

function toListedModel(model: Listed): ListedModel[] {
  const id = bareModelName(model.name);
  const methods = model.supportedGenerationMethods ?? [];
  const type = typeOf(id, methods);
  if (type === undefined) return [];
  return [
    {
      id,
      type,
      ...(model.displayName ? { displayName: model.displayName } : {}),
      ...(model.inputTokenLimit ? { contextWindow: model.inputTokenLimit } : {}),
      ...(model.outputTokenLimit && type === "llm" ? { maxOutputTokens: model.outputTokenLimit } : {}),
    },
  ];
}

function typeOf(id: string, methods: readonly string[]): ModelType | undefined {
  if (methods.includes("generateContent")) {
    // Only its own tool makes use of a screen, and Sluice has no call for it.
    if (id.includes("computer-use")) return undefined;
    return id.includes("tts") ? "tts" : "llm";
  }
  return methods.includes("embedContent") || methods.includes("batchEmbedContents") ? "text_embedding" : undefined;
}
