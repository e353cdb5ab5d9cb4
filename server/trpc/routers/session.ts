import { noInput } from "@/lib/contracts/no-input";
import { sessionView } from "@/lib/contracts/tenant";
import { getSession } from "@/server/services/tenants/get-session";
import { router, userProcedure } from "@/server/trpc/procedures";

export const sessionRouter = router({
  get: userProcedure
    .input(noInput)
    .output(sessionView)
    .query(({ ctx }) => getSession(ctx, ctx.tenantSlug)),
});
