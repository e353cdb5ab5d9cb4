import { z } from "zod";
import type { CacheStore, Purge, StoredAnswer } from "@/server/gateway/cache/cache-store";
import type { Database } from "./client";

export const CACHE_CHANNEL = "sluice_cache";

const purgeNotice = z.object({
  tenantId: z.uuid(),
  cacheKey: z.string().optional(),
  modelName: z.string().optional(),
  processorId: z.string().optional(),
  templateId: z.string().optional(),
});

/** The notice that makes every replica forget; sent in the transaction that deletes, so it arrives with the commit. */
export function toPurgeNotice(purge: Purge): string {
  return JSON.stringify(purge);
}

/** Kept answers in Postgres. Each tenant's are read and written as that tenant, so row level security stands behind the key. */
export function createResponseCacheStore(database: Database): CacheStore {
  return {
    find: (tenantId, cacheKey) =>
      database.inTenant(tenantId, (tx) =>
        tx.llmResponseCache.findFirst({
          where: { cacheKey, expiresAt: { gt: new Date() } },
          select: { response: true, expiresAt: true, modelName: true, processorId: true, templateId: true },
        }),
      ),
    async save(answers) {
      for (const [tenantId, own] of byTenant(answers)) {
        await database.inTenant(tenantId, async (tx) => {
          for (const answer of own) {
            const { cacheKey, ...facts } = answer;
            await tx.llmResponseCache.upsert({
              where: { cacheKey },
              create: answer,
              update: { ...facts, createdAt: new Date() },
            });
          }
        });
      }
    },
    async addHits(hits) {
      for (const [tenantId, own] of byTenant(hits)) {
        await database.inTenant(tenantId, async (tx) => {
          for (const { cacheKey, count, lastHitAt } of own)
            await tx.llmResponseCache.updateMany({
              where: { cacheKey },
              data: { hitCount: { increment: count }, lastHitAt },
            });
        });
      }
    },
    async removeExpired() {
      await database.asSystem.llmResponseCache.deleteMany({ where: { expiresAt: { lte: new Date() } } });
    },
    watch(onPurge, onGap) {
      const onPayload = (payload: string) => {
        const purge = purgeNotice.safeParse(JSON.parse(payload));
        if (purge.success) onPurge(purge.data);
        else onGap();
      };
      return database.listen(CACHE_CHANNEL, onPayload, onGap);
    },
  };
}

function byTenant<T extends Pick<StoredAnswer, "tenantId">>(rows: readonly T[]): Map<string, T[]> {
  const tenants = new Map<string, T[]>();
  for (const row of rows) {
    const own = tenants.get(row.tenantId);
    if (own) own.push(row);
    else tenants.set(row.tenantId, [row]);
  }
  return tenants;
}
