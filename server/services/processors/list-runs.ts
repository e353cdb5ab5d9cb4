import type { RunView } from "@/lib/contracts/processor";
import { runStatus } from "@/lib/contracts/processor";
import type { ServiceContext } from "@/server/services/service-context";

const MOST_RUNS = 50;

/** The latest runs of a processor, newest first. */
export async function listRuns(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { name }: { name: string },
): Promise<RunView[]> {
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.run.findMany({
      where: { processorName: name },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: MOST_RUNS,
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    requestId: row.requestId,
    status: runStatus.parse(row.status),
    modelServed: row.modelServed,
    provider: row.provider,
    promptTokens: row.promptTokens,
    completionTokens: row.completionTokens,
    costNanoUsd: row.costNanoUsd?.toString() ?? null,
    estimateLowNanoUsd: row.estimateLowNanoUsd?.toString() ?? null,
    estimateHighNanoUsd: row.estimateHighNanoUsd?.toString() ?? null,
    latencyMs: row.latencyMs,
    errorMessage: row.errorMessage,
    startedAt: row.startedAt,
  }));
}
