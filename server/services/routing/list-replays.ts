import { z } from "zod";
import { type ReplayView, replayInput, replayResult } from "@/lib/contracts/route-question";
import type { ServiceContext } from "@/server/services/service-context";
import { ROUTING_REPLAY } from "./start-replay";

const SHOWN = 20;

/** As it is stored: dates are texts in JSON. */
export const storedReplayInput = replayInput.extend({ from: z.coerce.date(), to: z.coerce.date() });

/** The latest replays with their results and jobs. */
export async function listReplays({ actor, database }: ServiceContext): Promise<ReplayView[]> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const rows = await tx.routingReplay.findMany({ orderBy: { createdAt: "desc" }, take: SHOWN });
    const jobs = await tx.job.findMany({
      where: { kind: ROUTING_REPLAY, targetId: { in: rows.map(({ id }) => id) } },
      orderBy: { createdAt: "asc" },
    });
    const byTarget = new Map(jobs.map((job) => [job.targetId, job]));
    return rows.map((row) => {
      const job = byTarget.get(row.id);
      return {
        id: row.id,
        name: row.name,
        input: storedReplayInput.parse(row.input),
        result: replayResult.nullable().catch(null).parse(row.result),
        job: job
          ? {
              id: job.id,
              status: job.status,
              progressDone: job.progressDone,
              progressTotal: job.progressTotal,
              errorMessage: job.errorMessage,
            }
          : null,
        createdAt: row.createdAt,
      };
    });
  });
}
