import { pathSegment } from "@/server/gateway/providers/wire/path-segment";
import type { Route } from "@/server/gateway/providers/wire/route-requests";

/** The v1 API is versioned by its path; dates are those of the API before it. */
const DATED = /^\d{4}-\d{2}-\d{2}/;

/**
 * Where Azure serves what OpenAI serves under one base URL. v1: `/openai/v1/…` with the deployment as `model`, speech and transcription
 * still by `api-version=preview` (learn.microsoft.com/azure/foundry/openai/reference-preview-latest). Dated versions:
 * `/openai/deployments/<deployment>/…?api-version=…` (learn.microsoft.com/azure/ai-foundry/openai/reference).
 */
export const azureRoute: Route = (request, { credentials, modelId }) => {
  if (request.baseUrl !== undefined) return request;
  const version = credentials.settings.api_version?.trim() ?? "";
  const path = DATED.test(version) ? datedPath(request.path, modelId) : `/openai/v1${request.path}`;
  const query = DATED.test(version) || version === "preview" ? version : isPreview(request.path) ? "preview" : "";
  return {
    ...request,
    baseUrl: azureResource(credentials.baseUrl),
    path: query === "" ? path : `${path}?api-version=${encodeURIComponent(query)}`,
  };
};

/** What belongs to the resource rather than to a deployment. */
const OF_RESOURCE = /^\/(models|responses)/;

function datedPath(path: string, modelId = ""): string {
  return OF_RESOURCE.test(path) ? `/openai${path}` : `/openai/deployments/${pathSegment(modelId)}${path}`;
}

function isPreview(path: string): boolean {
  return path.startsWith("/audio/");
}

/** The resource's own address, whichever of its addresses was pasted. */
export function azureResource(baseUrl: string): string {
  return baseUrl.replace(/\/openai(\/.*)?$|\/v1$|\/api\/projects\/[^/]+$/, "");
}
