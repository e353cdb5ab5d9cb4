import type { PurgeCacheInput } from "@/lib/contracts/cache";
import { CACHE_CHANNEL, toPurgeNotice } from "@/server/db/response-cache-store";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

/** Forgets kept answers, in the database and, once that is committed, in the memory of every replica. Returns how many there were. */
export async function purgeCache(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { id, ...selector }: PurgeCacheInput,
): Promise<{ purged: number }> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const one = id === undefined ? undefined : await tx.llmResponseCache.findUnique({ where: { id } });
    const { count } = await tx.llmResponseCache.deleteMany({ where: { ...selector, ...(id && { id }) } });
    const notice = toPurgeNotice({ tenantId: actor.tenantId, ...selector, ...(one && { cacheKey: one.cacheKey }) });
    await tx.$queryRaw`SELECT pg_notify(${CACHE_CHANNEL}, ${notice})::text`;
    await writeAudit(tx, actor, {
      action: "cache.purge",
      targetId: id ?? null,
      targetName: selector.modelName ?? null,
      changes: { ...selector, purged: count },
    });
    return { purged: count };
  });
}
