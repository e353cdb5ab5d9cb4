import type { RepricingInput, RepricingPreview } from "@/lib/contracts/price-book";
import type { ServiceContext } from "@/server/services/service-context";
import { modelNotFound } from "./model-not-found";
import { attemptsOf } from "./select-repriced";

/** How much a re-pricing would look at, and what those attempts cost by now. */
export async function previewRepricing(
  { actor, database }: ServiceContext,
  input: RepricingInput,
): Promise<RepricingPreview> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const model = await tx.tenantModel.findUnique({ where: { id: input.modelRowId } });
    if (!model) throw modelNotFound();
    const where = attemptsOf(model, input);
    const sum = await tx.llmAttempt.aggregate({ where, _count: true, _sum: { costNanoUsd: true } });
    return {
      attempts: sum._count,
      unpricedAttempts: await tx.llmAttempt.count({ where: { ...where, isPriced: false } }),
      costNanoUsd: (sum._sum.costNanoUsd ?? 0n).toString(),
    };
  });
}
