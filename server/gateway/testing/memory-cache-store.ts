import type { CacheStore, Purge, StoredAnswer } from "@/server/gateway/cache/cache-store";

/** The response cache's database, in memory: what was saved can be looked at, and purges are told as Postgres would. */
export function createMemoryCacheStore() {
  const saved = new Map<string, StoredAnswer & { hitCount: number }>();
  const watchers = new Set<(purge: Purge) => void>();
  const store: CacheStore = {
    async find(tenantId, cacheKey) {
      const found = saved.get(cacheKey);
      return found?.tenantId === tenantId && found.expiresAt > new Date() ? found : null;
    },
    async save(answers) {
      for (const answer of answers) saved.set(answer.cacheKey, { ...answer, hitCount: 0 });
    },
    async addHits(hits) {
      for (const { cacheKey, count } of hits) {
        const found = saved.get(cacheKey);
        if (found) found.hitCount += count;
      }
    },
    async removeExpired() {},
    async watch(onPurge) {
      watchers.add(onPurge);
      return { close: async () => void watchers.delete(onPurge) };
    },
  };
  return {
    ...store,
    saved,
    purge(purge: Purge) {
      for (const [cacheKey, answer] of saved) if (answer.tenantId === purge.tenantId) saved.delete(cacheKey);
      for (const watcher of watchers) watcher(purge);
    },
  };
}
