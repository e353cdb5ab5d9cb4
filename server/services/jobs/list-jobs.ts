import type { z } from "zod";
import type { JobView, listJobsInput } from "@/lib/contracts/job";
import type { ServiceContext } from "@/server/services/service-context";
import { toJobView } from "./to-job-view";

const MOST = 50;

/** The newest jobs first, at most fifty. */
export async function listJobs(
  { actor, database }: ServiceContext,
  { targetId, isActive }: z.infer<typeof listJobsInput>,
): Promise<JobView[]> {
  const status =
    isActive === undefined
      ? undefined
      : isActive
        ? { in: ["queued" as const, "running" as const] }
        : { notIn: ["queued" as const, "running" as const] };
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.job.findMany({ where: { targetId, status }, orderBy: { createdAt: "desc" }, take: MOST }),
  );
  return rows.map(toJobView);
}
