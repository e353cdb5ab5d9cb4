import { AppError } from "@/lib/contracts/errors";
import type { RepricingInput } from "@/lib/contracts/price-book";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { modelNotFound } from "./model-not-found";

export const REPRICING = "repricing";

/** Starts charging a model's attempts of a period again, at the price known by now; returns the job that already does when there is one. */
export async function startRepricing(context: ServiceContext, input: RepricingInput): Promise<{ jobId: string }> {
  const { actor, database, jobs } = context;
  if (input.to <= input.from)
    throw new AppError("invalid_request", "The period ends before it begins.", { param: "to" });
  const params = { from: input.from.toISOString(), to: input.to.toISOString(), scope: input.scope };
  const name = await database.inTenant(actor.tenantId, async (tx) => {
    const model = await tx.tenantModel.findUnique({ where: { id: input.modelRowId } });
    if (!model) throw modelNotFound();
    await writeAudit(tx, actor, {
      action: "prices.start_repricing",
      targetId: model.id,
      targetName: model.modelId,
      changes: params,
    });
    return model.modelId;
  });
  const jobId = await jobs.start({
    tenantId: actor.tenantId,
    kind: REPRICING,
    target: { id: input.modelRowId, name },
    createdById: actor.kind === "user" ? actor.id : null,
    params,
  });
  return { jobId };
}
