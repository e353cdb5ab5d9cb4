import { z } from "zod";
import { sessionView } from "@/lib/contracts/tenant";
import { getSession } from "@/server/services/tenants/get-session";
import { router, userProcedure } from "@/server/trpc/procedures";

export const sessionRouter = router({
  get: userProcedure
    .input(z.strictObject({}).optional())
    .output(sessionView)
    .query(({ ctx }) => getSession(ctx, ctx.tenantSlug)),
});
