import { z } from "zod";
import { jobInput, jobView, listJobsInput } from "@/lib/contracts/job";
import { cancelJob } from "@/server/services/jobs/cancel-job";
import { getJob } from "@/server/services/jobs/get-job";
import { listJobs } from "@/server/services/jobs/list-jobs";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const jobsRouter = router({
  list: tenantProcedure("models.read")
    .input(listJobsInput)
    .output(z.array(jobView))
    .query(({ ctx, input }) => listJobs(ctx, input)),
  get: tenantProcedure("models.read")
    .input(jobInput)
    .output(jobView)
    .query(({ ctx, input }) => getJob(ctx, input)),
  cancel: tenantProcedure("models.write")
    .input(jobInput)
    .output(jobView)
    .mutation(({ ctx, input }) => cancelJob(ctx, input)),
});
