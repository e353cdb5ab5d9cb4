import type { JobView } from "@/lib/contracts/job";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { getJob } from "./get-job";

/** Asks a job to stop; it saves nothing then. One that has ended already stays as it is. */
export async function cancelJob(context: ServiceContext, { id }: { id: string }): Promise<JobView> {
  const { actor, jobs } = context;
  const { targetName } = await getJob(context, { id });
  await jobs.cancel(actor.tenantId, id, (tx) =>
    writeAudit(tx, actor, { action: "job.cancel", targetId: id, targetName }),
  );
  return getJob(context, { id });
}
