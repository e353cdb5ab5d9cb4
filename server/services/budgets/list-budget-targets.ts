import type { BudgetTargets } from "@/lib/contracts/budget";
import type { ServiceContext } from "@/server/services/service-context";

/** What a budget may be put on, for the form. */
export async function listBudgetTargets({
  database,
  actor,
  now,
}: Pick<ServiceContext, "database" | "actor" | "now">): Promise<BudgetTargets> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const apiKeys = await tx.apiKey.findMany({
      where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    const memberships = await tx.membership.findMany({ select: { userId: true } });
    const members = await tx.user.findMany({
      where: { id: { in: memberships.map(({ userId }) => userId) } },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    const models = await tx.tenantModel.findMany({
      where: { isEnabled: true, goneSince: null },
      select: { modelId: true },
      distinct: ["modelId"],
      orderBy: { modelId: "asc" },
    });
    const processors = await tx.processor.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
    return { apiKeys, processors, members, models: models.map(({ modelId }) => ({ id: modelId, name: modelId })) };
  });
}
