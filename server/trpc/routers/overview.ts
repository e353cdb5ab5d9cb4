import { noInput } from "@/lib/contracts/no-input";
import { overviewView } from "@/lib/contracts/overview";
import { getOverview } from "@/server/services/overview/get-overview";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const overviewRouter = router({
  get: tenantProcedure("overview.read")
    .input(noInput)
    .output(overviewView)
    .query(({ ctx }) => getOverview(ctx)),
});
