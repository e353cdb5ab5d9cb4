import { router } from "./procedures";
import { apiKeysRouter } from "./routers/api-keys";
import { jobsRouter } from "./routers/jobs";
import { membersRouter } from "./routers/members";
import { modelSettingsRouter } from "./routers/model-settings";
import { modelsRouter } from "./routers/models";
import { providerConfigsRouter } from "./routers/provider-configs";
import { providersRouter } from "./routers/providers";
import { sessionRouter } from "./routers/session";
import { tenantsRouter } from "./routers/tenants";

export const appRouter = router({
  session: sessionRouter,
  tenants: tenantsRouter,
  members: membersRouter,
  apiKeys: apiKeysRouter,
  jobs: jobsRouter,
  modelSettings: modelSettingsRouter,
  models: modelsRouter,
  providerConfigs: providerConfigsRouter,
  providers: providersRouter,
});

export type AppRouter = typeof appRouter;
