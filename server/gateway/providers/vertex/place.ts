import { AppError } from "@/lib/contracts/errors";
import { bareModelName } from "@/server/gateway/providers/google/model-name";
import type { CallContext, Credentials } from "@/server/gateway/spec/provider";
import type { WireRequest } from "@/server/gateway/spec/transport";
import { isKeyFile, readServiceAccount } from "./service-account";

export const VERTEX_BASE_URL = "https://aiplatform.googleapis.com/v1";
const GLOBAL = "global";
/** Have hosts of their own form (docs.cloud.google.com/gemini-enterprise-agent-platform/resources/locations). */
const MULTI_REGIONS = new Set(["us", "eu"]);

/** Where a method of the context's model is called, with the publisher that its id begins with, else Google. */
export function vertexPlace(
  context: Pick<CallContext, "credentials" | "modelId">,
  method: string,
): Pick<WireRequest, "path" | "baseUrl"> {
  const { publisher, name } = readModelId(context.modelId);
  const model = `/publishers/${publisher}/models/${encodeURIComponent(name)}:${method}`;
  return { path: `${projectPath(context.credentials)}${model}`, baseUrl: vertexBaseUrl(context.credentials) };
}

export function isClaude(modelId: string): boolean {
  return readModelId(modelId).publisher === "anthropic";
}

/** Whether calls go to no location in particular, as they do by default. */
export function isGlobal({ settings }: Pick<Credentials, "settings">): boolean {
  return locationOf(settings) === GLOBAL;
}

/** A base URL that the tenant gave stands as it is; Google's own depends on the location. */
export function vertexBaseUrl({ baseUrl, settings }: Credentials): string {
  if (baseUrl !== VERTEX_BASE_URL) return baseUrl;
  const location = locationOf(settings);
  if (location === GLOBAL) return VERTEX_BASE_URL;
  if (MULTI_REGIONS.has(location)) return `https://aiplatform.${location}.rep.googleapis.com/v1`;
  return `https://${location}-aiplatform.googleapis.com/v1`;
}

/** Empty for a plain API key without a project, which Google calls express mode; a placeholder while the key is yet to be entered. */
function projectPath({ apiKey, settings }: Credentials): string {
  const keyProject = apiKey !== undefined && isKeyFile(apiKey) ? readServiceAccount(apiKey).project_id : undefined;
  const project = settings.project || keyProject;
  if (project === undefined && apiKey === undefined) return `/projects/{project}/locations/${locationOf(settings)}`;
  if (project === undefined) return "";
  if (!/^[a-z0-9.:-]{1,100}$/i.test(project))
    throw new AppError(
      "invalid_request",
      "The project ID holds characters that no Google Cloud project has. Correct it.",
      {
        param: "project",
      },
    );
  return `/projects/${project}/locations/${locationOf(settings)}`;
}

/** Part of a host's name, so it must be nothing else. */
function locationOf(settings: Credentials["settings"]): string {
  const location = settings.location?.trim() || GLOBAL;
  if (/^[a-z0-9-]{1,40}$/.test(location)) return location;
  throw new AppError(
    "invalid_request",
    'The location is none of Google Cloud. Write it like "us-central1" or "global".',
    {
      param: "location",
    },
  );
}

export function bareClaudeName(modelId: string): string {
  return modelId.replace(/^(?:publishers\/anthropic\/models|anthropic)\//, "");
}

function readModelId(modelId: string): { publisher: "google" | "anthropic"; name: string } {
  const name = bareClaudeName(modelId);
  if (name !== modelId || name.startsWith("claude-")) return { publisher: "anthropic", name };
  return { publisher: "google", name: bareModelName(modelId.replace(/^google\//, "")) };
}
