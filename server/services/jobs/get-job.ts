import { AppError } from "@/lib/contracts/errors";
import type { JobView } from "@/lib/contracts/job";
import type { ServiceContext } from "@/server/services/service-context";
import { toJobView } from "./to-job-view";

/** Throws `not_found` for an id that is not the tenant's. */
export async function getJob({ actor, database }: ServiceContext, { id }: { id: string }): Promise<JobView> {
  const row = await database.inTenant(actor.tenantId, (tx) => tx.job.findUnique({ where: { id } }));
  if (!row) throw new AppError("not_found", "There is no job of that id in this organization.");
  return toJobView(row);
}
