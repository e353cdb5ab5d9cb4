import type { JobView } from "@/lib/contracts/job";
import type { ServiceContext } from "@/server/services/service-context";
import { getJob } from "./get-job";

/** Asks a job to stop; it saves nothing then. One that has ended already stays as it is. */
export async function cancelJob(context: ServiceContext, { id }: { id: string }): Promise<JobView> {
  await getJob(context, { id });
  await context.jobs.cancel(context.actor.tenantId, id);
  return getJob(context, { id });
}
