import { completionRoutes } from "./completion";
import { jobRoutes } from "./jobs";
import { llmProviderRoutes } from "./llm-providers";
import { llmUsageRoutes } from "./llm-usage";
import { modelSettingRoutes } from "./model-settings";
import { modelRoutes } from "./models";
import { describeApi } from "./openapi";
import { providerRoutes } from "./providers";
import { requestRoutes } from "./requests";
import type { RestRoute } from "./rest-route";

const SERVICE_ROUTES: readonly RestRoute[] = [
  ...providerRoutes,
  ...modelRoutes,
  ...modelSettingRoutes,
  ...jobRoutes,
  ...completionRoutes,
  ...llmProviderRoutes,
  ...llmUsageRoutes,
  ...requestRoutes,
];

const openapiRoute: RestRoute = {
  method: "GET",
  path: "/api/openapi.json",
  summary: "This description.",
  handle: async () => ({ status: 200, body: describeApi(REST_ROUTES) }),
};

/** Every REST address, its permission and its function. */
export const REST_ROUTES: readonly RestRoute[] = [...SERVICE_ROUTES, openapiRoute];
