import { cacheOverview, cachePolicy, purgeCacheInput, purgeCacheResult } from "@/lib/contracts/cache";
import { noInput } from "@/lib/contracts/no-input";
import { getCacheOverview } from "@/server/services/cache/get-cache-overview";
import { purgeCache } from "@/server/services/cache/purge-cache";
import { setCachePolicy } from "@/server/services/cache/set-cache-policy";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const cacheRouter = router({
  overview: tenantProcedure("cache.read")
    .input(noInput)
    .output(cacheOverview)
    .query(({ ctx }) => getCacheOverview(ctx)),
  setPolicy: tenantProcedure("cache.write")
    .input(cachePolicy)
    .output(cachePolicy)
    .mutation(({ ctx, input }) => setCachePolicy(ctx, input)),
  purge: tenantProcedure("cache.write")
    .input(purgeCacheInput)
    .output(purgeCacheResult)
    .mutation(({ ctx, input }) => purgeCache(ctx, input)),
});
