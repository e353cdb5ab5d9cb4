import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { controlUrl, regionOf } from "./endpoints";

/** Pages of 1000; more than a few means the server repeats itself. */
const MAX_PAGES = 5;

const foundationModels = z.object({
  modelSummaries: z.array(
    z.object({
      modelId: z.string().min(1),
      modelName: z.string().nullish(),
      providerName: z.string().nullish(),
      outputModalities: z.array(z.string()).nullish(),
      inferenceTypesSupported: z.array(z.string()).nullish(),
    }),
  ),
});
const inferenceProfiles = z.object({
  inferenceProfileSummaries: z.array(
    z.object({
      inferenceProfileId: z.string().min(1),
      inferenceProfileName: z.string().nullish(),
      models: z.array(z.object({ modelArn: z.string().nullish() })).nullish(),
    }),
  ),
  nextToken: z.string().nullish(),
});

/**
 * Models that can be called on demand, and the profiles through which all newer ones are called
 * (docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html, …/API_ListInferenceProfiles.html).
 */
export const listBedrockModels: ProviderDefinition["listModels"] = async ({ http, credentials }) => {
  const baseUrl = controlUrl(credentials);
  const listing = foundationModels.safeParse((await http.json({ baseUrl, path: "/foundation-models" })).body);
  if (!listing.success) throw notUnderstood();
  const isInUnitedStates = /^us-(east|west)-\d$/.test(regionOf(credentials));
  const types = new Map<string, ModelType>();
  const models: ListedModel[] = [];
  for (const { modelId, modelName, providerName, outputModalities, inferenceTypesSupported } of listing.data
    .modelSummaries) {
    const type = typeOf(modelId, outputModalities ?? []);
    if (type === undefined) continue;
    types.set(modelId, type);
    if (inferenceTypesSupported?.includes("ON_DEMAND") === false) continue;
    const displayName = [providerName, modelName].filter(Boolean).join(" ");
    models.push({
      id: modelId,
      type,
      ...(displayName === "" ? {} : { displayName }),
      // Prices differ from region to region; a profile's id says where it runs, a model's own does not.
      ...(isInUnitedStates ? { baseModelId: `us.${modelId}` } : {}),
    });
  }
  let after = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const { body } = await http.json({ baseUrl, path: `/inference-profiles?maxResults=1000${after}` });
    const profiles = inferenceProfiles.safeParse(body);
    if (!profiles.success) throw notUnderstood();
    for (const { inferenceProfileId: id, inferenceProfileName, models: parts } of profiles.data
      .inferenceProfileSummaries) {
      const type = types.get(parts?.[0]?.modelArn?.split("/").pop() ?? "");
      if (type !== undefined)
        models.push({ id, type, ...(inferenceProfileName ? { displayName: inferenceProfileName } : {}) });
    }
    if (!profiles.data.nextToken) break;
    after = `&nextToken=${encodeURIComponent(profiles.data.nextToken)}`;
  }
  return models;
};

/** Undefined for models that draw, film or only speak. Rerankers are listed as if they wrote text. */
function typeOf(modelId: string, outputs: readonly string[]): ModelType | undefined {
  if (modelId.includes("rerank")) return "rerank";
  if (outputs.includes("EMBEDDING")) return "text_embedding";
  return outputs.includes("TEXT") ? "llm" : undefined;
}

function notUnderstood(): AppError {
  return new AppError(
    "provider_bad_response",
    "Amazon Bedrock's list of models could not be understood. Check the base URL.",
  );
}
