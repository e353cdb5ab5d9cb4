import { usageInput, usageReport } from "@/lib/contracts/usage";
import { reportUsage } from "@/server/services/usage/report-usage";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const usageRouter = router({
  report: tenantProcedure("usage.read")
    .input(usageInput)
    .output(usageReport)
    .query(({ ctx, input }) => reportUsage(ctx, input)),
});
