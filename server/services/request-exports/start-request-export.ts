import { v7 } from "uuid";
import type { z } from "zod";
import type { requestExportView, startRequestExportInput } from "@/lib/contracts/request-export";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { getRequestExport } from "./get-request-export";

const KEPT_MS = 7 * 86_400_000;

/** Begins to write every request that matches now to a CSV file, in the background. */
export async function startRequestExport(
  context: ServiceContext,
  input: z.output<typeof startRequestExportInput>,
): Promise<z.infer<typeof requestExportView>> {
  const { actor, database, jobs, now } = context;
  const { tenantId } = actor;
  const id = v7();
  // The end is set now, so that a job begun anew writes the same file.
  const filters = { ...input, to: input.to ?? now() };
  await database.inTenant(tenantId, async (tx) => {
    const { timeZone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timeZone: true } });
    const stored = JSON.parse(JSON.stringify(filters));
    const expiresAt = new Date(now().getTime() + KEPT_MS);
    await tx.requestExport.create({
      data: { id, tenantId, createdById: actor.userId ?? null, filters: stored, timeZone, expiresAt },
    });
    await writeAudit(tx, actor, {
      action: "request_export.create",
      targetId: id,
      targetName: null,
      changes: { filters: stored },
    });
  });
  const name = `requests-${actor.tenantSlug}-${filters.to.toISOString().slice(0, 10)}.csv`;
  await jobs.start({ tenantId, kind: "request_export", target: { id, name }, createdById: actor.userId ?? null });
  return getRequestExport(context, { id });
}
