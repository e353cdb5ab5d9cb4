import { router } from "./procedures";
import { sessionRouter } from "./routers/session";

export const appRouter = router({
  session: sessionRouter,
});

export type AppRouter = typeof appRouter;
