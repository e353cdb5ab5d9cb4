import type { RepricingInput } from "@/lib/contracts/price-book";
import type { Prisma, TenantModel } from "@/server/db/generated/client";

/** The attempts that a re-pricing looks at. */
export function attemptsOf(
  model: Pick<TenantModel, "providerConfigId" | "modelId">,
  { from, to }: Pick<RepricingInput, "from" | "to">,
): Prisma.LlmAttemptWhereInput {
  return {
    providerConfigId: model.providerConfigId,
    model: model.modelId,
    startedAt: { gte: from, lt: to },
  };
}
