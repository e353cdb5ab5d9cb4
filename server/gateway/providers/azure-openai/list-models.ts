import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import { ifOffered } from "@/server/gateway/providers/wire/if-offered";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { azureResource } from "./route";

const baseModels = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      capabilities: z.record(z.string(), z.unknown()).nullish().catch(undefined),
    }),
  ),
});
type BaseModel = z.infer<typeof baseModels>["data"][number];

const deployments = z.object({
  data: z.array(z.object({ id: z.string().min(1), model: z.string().min(1), status: z.string().nullish() })),
});

/** Pictures, video and live sessions, which Sluice does not call; the name of a deployment need not say so. */
const NOT_CALLABLE = /dall-e|image|sora|realtime/;

/** The one version of the API whose listing of deployments a resource still answers with a key; later ones left it to the control plane. */
const DEPLOYMENTS = "/openai/deployments?api-version=2023-03-15-preview";

/**
 * The resource's deployments, which is what can be called. `GET /models` proves the key but lists what could be deployed; that is
 * given where the resource does not tell its deployments, for a deployment is often named like its model.
 */
export const listAzureModels: ProviderDefinition["listModels"] = async ({ http, credentials }) => {
  const { body } = await http.json({ path: "/models" });
  const parsed = baseModels.safeParse(body);
  if (!parsed.success)
    throw new AppError(
      "provider_bad_response",
      "Azure's list of models could not be understood. Check that the endpoint is that of an Azure OpenAI resource.",
    );
  const base = parsed.data.data;
  const answer = await ifOffered(http.json({ path: DEPLOYMENTS, baseUrl: azureResource(credentials.baseUrl) }));
  const deployed = deployments
    .safeParse(answer?.body)
    .data?.data.filter(({ status, model }) => (!status || status === "succeeded") && !NOT_CALLABLE.test(model));
  if (deployed !== undefined && deployed.length > 0)
    return deployed.map(({ id, model }) => listed(id, model, typeOf(model, base)));
  return base.filter(isCallable).map(({ id }) => listed(id, id, typeOf(id, base)));
};

function listed(id: string, model: string, type: ModelType | undefined): ListedModel {
  return {
    id,
    // A deployment may be called anything, also like another model.
    baseModelId: `openai/${model}`,
    ...(id !== model && { displayName: `${id} (${model})` }),
    ...(type && { type }),
  };
}

/** Those that only serve as a basis for fine-tuning say so. */
function isCallable({ capabilities }: BaseModel): boolean {
  return capabilities?.inference !== false;
}

/** Capabilities name chat and embeddings only; a deployment names its model without the version that the listing has. */
function typeOf(model: string, base: readonly BaseModel[]): ModelType | undefined {
  if (/whisper|transcribe/.test(model)) return "speech_to_text";
  if (/(^|-)tts(-|$)/.test(model)) return "tts";
  const capabilities = base.find(({ id }) => id === model || id.startsWith(`${model}-`))?.capabilities;
  if (capabilities?.embeddings === true) return "text_embedding";
  return capabilities?.chat_completion === true ? "llm" : undefined;
}
