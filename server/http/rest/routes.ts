import { budgetRoutes } from "./budgets";
import { completionRoutes } from "./completion";
import { configurationRoutes } from "./configuration";
import { jobRoutes } from "./jobs";
import { llmProviderRoutes } from "./llm-providers";
import { llmTemplateRoutes } from "./llm-templates";
import { llmUsageRoutes } from "./llm-usage";
import { modelSettingRoutes } from "./model-settings";
import { modelRoutes } from "./models";
import { describeApi } from "./openapi";
import { providerRoutes } from "./providers";
import { requestRoutes } from "./requests";
import type { OpenRoute, RestRoute } from "./rest-route";

/** Every REST address that needs a key, its permission and its function. */
export const REST_ROUTES: readonly RestRoute[] = [
  ...providerRoutes,
  ...modelRoutes,
  ...modelSettingRoutes,
  ...configurationRoutes,
  ...jobRoutes,
  ...completionRoutes,
  ...llmProviderRoutes,
  ...llmTemplateRoutes,
  ...llmUsageRoutes,
  ...requestRoutes,
  ...budgetRoutes,
];

const openapiRoute: OpenRoute = {
  method: "GET",
  path: "/api/openapi.json",
  summary: "This description.",
  answer: () => ({ status: 200, body: describeApi(REST_ROUTES, OPEN_ROUTES) }),
};

export const OPEN_ROUTES: readonly OpenRoute[] = [openapiRoute];
