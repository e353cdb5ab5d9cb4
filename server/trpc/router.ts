import { router } from "./procedures";
import { alertChannelsRouter } from "./routers/alert-channels";
import { alertsRouter } from "./routers/alerts";
import { apiKeysRouter } from "./routers/api-keys";
import { budgetsRouter } from "./routers/budgets";
import { cacheRouter } from "./routers/cache";
import { configurationRouter } from "./routers/configuration";
import { drillsRouter } from "./routers/drills";
import { globalSettingsRouter } from "./routers/global-settings";
import { invoiceChecksRouter } from "./routers/invoice-checks";
import { jobsRouter } from "./routers/jobs";
import { limitsRouter } from "./routers/limits";
import { membersRouter } from "./routers/members";
import { modelSettingsRouter } from "./routers/model-settings";
import { modelsRouter } from "./routers/models";
import { overviewRouter } from "./routers/overview";
import { playgroundRouter } from "./routers/playground";
import { pricesRouter } from "./routers/prices";
import { processorsRouter } from "./routers/processors";
import { profilesRouter } from "./routers/profiles";
import { providerConfigsRouter } from "./routers/provider-configs";
import { providersRouter } from "./routers/providers";
import { requestExportsRouter } from "./routers/request-exports";
import { requestsRouter } from "./routers/requests";
import { routingRouter } from "./routers/routing";
import { sessionRouter } from "./routers/session";
import { templatesRouter } from "./routers/templates";
import { tenantsRouter } from "./routers/tenants";
import { usageRouter } from "./routers/usage";

export const appRouter = router({
  session: sessionRouter,
  tenants: tenantsRouter,
  members: membersRouter,
  apiKeys: apiKeysRouter,
  budgets: budgetsRouter,
  drills: drillsRouter,
  cache: cacheRouter,
  jobs: jobsRouter,
  limits: limitsRouter,
  configuration: configurationRouter,
  profiles: profilesRouter,
  processors: processorsRouter,
  templates: templatesRouter,
  modelSettings: modelSettingsRouter,
  models: modelsRouter,
  prices: pricesRouter,
  providerConfigs: providerConfigsRouter,
  providers: providersRouter,
  overview: overviewRouter,
  requests: requestsRouter,
  routing: routingRouter,
  requestExports: requestExportsRouter,
  usage: usageRouter,
  playground: playgroundRouter,
  alerts: alertsRouter,
  alertChannels: alertChannelsRouter,
  invoiceChecks: invoiceChecksRouter,
  globalSettings: globalSettingsRouter,
});

export type AppRouter = typeof appRouter;
