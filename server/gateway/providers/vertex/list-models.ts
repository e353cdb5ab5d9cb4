import { z } from "zod";
import { AppError, isAppError } from "@/lib/contracts/errors";
import { bareModelName } from "@/server/gateway/providers/google/model-name";
import type { CallContext, ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { isClaude, isGlobal, vertexBaseUrl, vertexPlace } from "./place";

/** Pages of 100 models; more than a few means the server repeats itself. */
const MAX_PAGES = 20;

/** What Google's listing does not name though it serves it: docs.cloud.google.com/gemini-enterprise-agent-platform/models. */
const KNOWN: readonly ListedModel[] = [
  { id: "gemini-2.5-pro", type: "llm" },
  { id: "gemini-2.5-flash", type: "llm" },
  { id: "gemini-2.5-flash-lite", type: "llm" },
  { id: "gemini-3-flash-preview", type: "llm" },
  { id: "gemini-embedding-001", type: "text_embedding" },
  { id: "claude-opus-4-5@20251101", type: "llm" },
  { id: "claude-sonnet-4-5@20250929", type: "llm" },
  { id: "claude-haiku-4-5@20251001", type: "llm" },
];

const PROOF_MODEL = "gemini-2.5-flash";

const listing = z.object({
  publisherModels: z.array(z.object({ name: z.string().min(1) })).default([]),
  nextPageToken: z.string().nullish(),
});

/**
 * Models over `publishers.models.list`, which exists in v1beta1 only (docs.cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list),
 * with those it leaves out. Free of charge; a count of tokens before it proves what the listing does not: project, location and role.
 */
export const listVertexModels: ProviderDefinition["listModels"] = async (context) => {
  const isInProject = await proveAccess(context);
  // Keys of Google's express mode belong to no project, and neither list models nor reach other publishers'.
  if (!isInProject) return KNOWN.filter(({ id }) => !isClaude(id));
  return listPublisherModels(context);
};

/** False where the credentials name no project. */
async function proveAccess({ http, credentials }: Omit<CallContext, "modelId">): Promise<boolean> {
  const { path, baseUrl } = vertexPlace({ credentials, modelId: PROOF_MODEL }, "countTokens");
  try {
    await http.json({ path, baseUrl, json: { contents: [{ role: "user", parts: [{ text: "." }] }] } });
  } catch (error) {
    // Not every location has this model, but only one who may use the project is told so.
    if (!isAppError(error) || error.code !== "provider_model_missing") throw error;
  }
  return path.startsWith("/projects/");
}

async function listPublisherModels({ http, credentials }: Omit<CallContext, "modelId">): Promise<ListedModel[]> {
  const baseUrl = vertexBaseUrl(credentials).replace(/\/v1$/, "/v1beta1");
  const models = new Map<string, ListedModel>();
  let after = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const { body } = await http.json({ baseUrl, path: `/publishers/google/models?pageSize=100${after}` });
    const parsed = listing.safeParse(body);
    if (!parsed.success)
      throw new AppError(
        "provider_bad_response",
        "Google's list of models could not be understood. Check the base URL.",
      );
    for (const { name } of parsed.data.publisherModels) {
      const model = toListedModel(bareModelName(name));
      if (model !== undefined) models.set(model.id, model);
    }
    if (!parsed.data.nextPageToken) break;
    after = `&pageToken=${encodeURIComponent(parsed.data.nextPageToken)}`;
  }
  const place = isGlobal(credentials) ? "global" : "regional";
  for (const model of KNOWN) {
    if (models.has(model.id)) continue;
    // Anthropic's models cost more outside of the global location.
    models.set(model.id, isClaude(model.id) ? { ...model, baseModelId: `${place}/${model.id}` } : model);
  }
  return [...models.values()];
}

/** The listing is the whole Model Garden; most of it has to be deployed first, or makes pictures and films. */
function toListedModel(id: string): ListedModel | undefined {
  if (/^gemini-embedding|^text-(multilingual-)?embedding-/.test(id)) return { id, type: "text_embedding" };
  if (!id.startsWith("gemini-") || /live|native-audio|computer-use/.test(id)) return undefined;
  return { id, type: id.includes("tts") ? "tts" : "llm" };
}
