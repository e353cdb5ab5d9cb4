import { type CachePolicy, cachePolicy } from "@/lib/contracts/cache";
import { AppError } from "@/lib/contracts/errors";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

/** Takes effect for the next call. Answers that are kept stay; purge them to be rid of them. */
export async function setCachePolicy(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  policy: CachePolicy,
): Promise<CachePolicy> {
  return database.inTenant(actor.tenantId, async (tx) => {
    if (policy.semantic.isEnabled) {
      const embedding = await tx.tenantModelSetting.findFirst({ where: { modelType: "text_embedding" } });
      if (!embedding)
        throw new AppError(
          "no_default_model",
          "Answering what means nearly the same needs a default embedding model. Set one under Models, then switch it on.",
          { param: "semantic" },
        );
    }
    const before = await tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { cachePolicy: true, name: true },
    });
    await tx.tenant.update({ where: { id: actor.tenantId }, data: { cachePolicy: policy } });
    await writeAudit(tx, actor, {
      action: "cache.set_policy",
      targetId: actor.tenantId,
      targetName: before.name,
      changes: { policy: { before: cachePolicy.safeParse(before.cachePolicy ?? {}).data ?? null, after: policy } },
    });
    return policy;
  });
}
