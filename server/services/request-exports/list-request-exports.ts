import type { RequestExportView } from "@/lib/contracts/request-export";
import type { ServiceContext } from "@/server/services/service-context";

const MOST = 20;

/** The newest first, those that have expired left out. */
export async function listRequestExports(
  { actor, database, now }: ServiceContext,
  { id }: { id?: string } = {},
): Promise<RequestExportView[]> {
  const { exports, jobs } = await database.inTenant(actor.tenantId, async (tx) => {
    const found = await tx.requestExport.findMany({
      where: { expiresAt: { gt: now() }, ...(id && { id }) },
      orderBy: { createdAt: "desc" },
      take: MOST,
    });
    const targets = found.map((each) => each.id);
    return {
      exports: found,
      jobs: await tx.job.findMany({ where: { kind: "request_export", targetId: { in: targets } } }),
    };
  });
  const jobOf = new Map(jobs.map((job) => [job.targetId, job]));
  return exports.map(({ id: exportId, rowCount, timeZone, createdAt, expiresAt }) => {
    const job = jobOf.get(exportId);
    return {
      id: exportId,
      rowCount,
      timeZone,
      createdAt,
      expiresAt,
      // Without a job it never got into the queue: Sluice stopped in between.
      status: job?.status ?? "failed",
      progressDone: job?.progressDone ?? 0,
      progressTotal: job?.progressTotal ?? null,
      errorMessage: job?.errorMessage ?? null,
    };
  });
}
