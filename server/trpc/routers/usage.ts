import { noInput } from "@/lib/contracts/no-input";
import {
  retentionInput,
  retentionView,
  usageInput,
  usageReport,
  usageWeek,
  usageWeekInput,
} from "@/lib/contracts/usage";
import { getRetention } from "@/server/services/usage/get-retention";
import { reportUsage } from "@/server/services/usage/report-usage";
import { reportWeek } from "@/server/services/usage/report-week";
import { setRetention } from "@/server/services/usage/set-retention";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const usageRouter = router({
  report: tenantProcedure("usage.read")
    .input(usageInput)
    .output(usageReport)
    .query(({ ctx, input }) => reportUsage(ctx, input)),
  retention: tenantProcedure("usage.read")
    .input(noInput)
    .output(retentionView)
    .query(({ ctx }) => getRetention(ctx)),
  setRetention: tenantProcedure("tenant.write")
    .input(retentionInput)
    .output(retentionView)
    .mutation(({ ctx, input }) => setRetention(ctx, input)),
  week: tenantProcedure("usage.read")
    .input(usageWeekInput)
    .output(usageWeek)
    .query(({ ctx, input }) => reportWeek(ctx, input)),
});
