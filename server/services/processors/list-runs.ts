import type { RunView } from "@/lib/contracts/processor";
import { runStatus } from "@/lib/contracts/processor";
import type { TemplateView } from "@/lib/contracts/template";
import type { ServiceContext } from "@/server/services/service-context";
import { selectUsedTemplates } from "@/server/services/templates/select-used-templates";

const MOST_RUNS = 50;

/** The latest runs of a processor, newest first. */
export async function listRuns(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { name }: { name: string },
): Promise<RunView[]> {
  const { rows, templates } = await database.inTenant(actor.tenantId, async (tx) => {
    const rows = await tx.run.findMany({
      where: { processorName: name },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: MOST_RUNS,
    });
    return { rows, templates: await selectUsedTemplates(tx, rows) };
  });
  return rows.map((row) => ({
    id: row.id,
    requestId: row.requestId,
    status: runStatus.parse(row.status),
    modelServed: row.modelServed,
    template: namesOf(templates.get(row.templateId ?? "")),
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

function namesOf(template: TemplateView | undefined): RunView["template"] {
  return template ? { id: template.id, name: template.name, version: template.version } : null;
}
