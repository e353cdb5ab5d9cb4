import type { RequestExportView } from "@/lib/contracts/request-export";
import { cancelJob } from "@/server/services/jobs/cancel-job";
import type { ServiceContext } from "@/server/services/service-context";
import { getRequestExport } from "./get-request-export";

/** Asks an export to stop; what it has written goes with its expiry. One that is done stays. */
export async function cancelRequestExport(context: ServiceContext, { id }: { id: string }): Promise<RequestExportView> {
  const { actor, database } = context;
  await getRequestExport(context, { id });
  const job = await database.inTenant(actor.tenantId, (tx) =>
    tx.job.findFirst({ where: { kind: "request_export", targetId: id }, select: { id: true } }),
  );
  if (job) await cancelJob(context, job);
  return getRequestExport(context, { id });
}
