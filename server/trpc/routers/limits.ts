import { noInput } from "@/lib/contracts/no-input";
import {
  limitHistoryInput,
  limitHistory as limitHistoryView,
  limitReport,
  saveLimitInput,
  saveQueueTimeInput,
} from "@/lib/contracts/rate-limit";
import { limitHistory } from "@/server/services/limits/limit-history";
import { listLimits } from "@/server/services/limits/list-limits";
import { saveLimit } from "@/server/services/limits/save-limit";
import { saveQueueTime } from "@/server/services/limits/save-queue-time";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const limitsRouter = router({
  list: tenantProcedure("limits.read")
    .input(noInput)
    .output(limitReport)
    .query(({ ctx }) => listLimits(ctx)),
  history: tenantProcedure("limits.read")
    .input(limitHistoryInput)
    .output(limitHistoryView)
    .query(({ ctx, input }) => limitHistory(ctx, input)),
  save: tenantProcedure("limits.write")
    .input(saveLimitInput)
    .output(limitReport)
    .mutation(({ ctx, input }) => saveLimit(ctx, input)),
  saveQueueTime: tenantProcedure("limits.write")
    .input(saveQueueTimeInput)
    .output(limitReport)
    .mutation(({ ctx, input }) => saveQueueTime(ctx, input)),
});
