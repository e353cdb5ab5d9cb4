import { modelType } from "@/lib/contracts/model-type";
import type { Prisma } from "@/server/db/generated/client";
import type { KnownModel } from "./check-global-setting";

/** The operator's catalog as settings are checked against it. */
export async function loadKnownModels(
  tx: Pick<Prisma.TransactionClient, "llmModel">,
): Promise<(KnownModel & { displayName: string })[]> {
  const rows = await tx.llmModel.findMany({
    include: { provider: { select: { name: true, isEnabled: true } } },
    orderBy: [{ provider: { name: "asc" } }, { modelId: "asc" }],
  });
  return rows.map((row) => ({
    provider: row.provider.name,
    modelId: row.modelId,
    displayName: row.displayName,
    type: modelType.catch("llm").parse(row.type),
    maxOutputTokens: row.maxOutputTokens,
    isDeprecated: row.status === "DEPRECATED",
    isProviderEnabled: row.provider.isEnabled,
    isPriced: row.costInputPerMillion !== null && row.costOutputPerMillion !== null,
    bestFor: row.bestFor,
  }));
}
