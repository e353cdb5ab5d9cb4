import { router } from "./procedures";
import { apiKeysRouter } from "./routers/api-keys";
import { membersRouter } from "./routers/members";
import { sessionRouter } from "./routers/session";
import { tenantsRouter } from "./routers/tenants";

export const appRouter = router({
  session: sessionRouter,
  tenants: tenantsRouter,
  members: membersRouter,
  apiKeys: apiKeysRouter,
});

export type AppRouter = typeof appRouter;
