import { AppError } from "@/lib/contracts/errors";
import type { ReplayInput } from "@/lib/contracts/route-question";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

export const ROUTING_REPLAY = "routing_replay";

/** Starts routing past requests again under other rules, in the background. */
export async function startReplay(
  { actor, database, jobs }: ServiceContext,
  input: ReplayInput,
): Promise<{ id: string; jobId: string }> {
  if (input.from >= input.to)
    throw new AppError("invalid_request", "The period ends before it begins. Choose a later end.", { param: "to" });
  if (input.model === undefined && input.strategy === undefined && !input.byTask) {
    throw new AppError(
      "invalid_request",
      "The replay would change nothing. Choose another strategy, another model or profile, or routing by task.",
      { param: "strategy" },
    );
  }
  const name = [input.model, input.strategy, input.byTask ? "by task" : undefined].filter(Boolean).join(", ");
  const createdById = actor.kind === "user" ? actor.id : null;
  const id = await database.inTenant(actor.tenantId, async (tx) => {
    const stored = { ...input, from: input.from.toISOString(), to: input.to.toISOString() };
    const row = await tx.routingReplay.create({
      data: { tenantId: actor.tenantId, name, input: stored, createdById },
    });
    await writeAudit(tx, actor, { action: "routing_replay.start", targetId: row.id, targetName: name, changes: {} });
    return row.id;
  });
  const jobId = await jobs.start({
    tenantId: actor.tenantId,
    kind: ROUTING_REPLAY,
    target: { id, name },
    createdById,
  });
  return { id, jobId };
}
