import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import { changePasswordInput, sessionView } from "@/lib/contracts/tenant";
import { changePassword } from "@/server/services/identity/change-password";
import { getSession } from "@/server/services/tenants/get-session";
import { router, userProcedure } from "@/server/trpc/procedures";

export const sessionRouter = router({
  get: userProcedure
    .input(noInput)
    .output(sessionView)
    .query(({ ctx }) => getSession(ctx, ctx.tenantSlug)),
  changePassword: userProcedure
    .input(changePasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
});
