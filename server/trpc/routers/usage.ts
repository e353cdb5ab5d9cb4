import { usageInput, usageReport, usageWeek, usageWeekInput } from "@/lib/contracts/usage";
import { reportUsage } from "@/server/services/usage/report-usage";
import { reportWeek } from "@/server/services/usage/report-week";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const usageRouter = router({
  report: tenantProcedure("usage.read")
    .input(usageInput)
    .output(usageReport)
    .query(({ ctx, input }) => reportUsage(ctx, input)),
  week: tenantProcedure("usage.read")
    .input(usageWeekInput)
    .output(usageWeek)
    .query(({ ctx, input }) => reportWeek(ctx, input)),
});
