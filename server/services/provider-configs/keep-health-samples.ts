import { randomUUID } from "node:crypto";
import { SAMPLE_MS } from "@/lib/contracts/provider-health";
import type { Database } from "@/server/db/client";
import type { ConfigReport } from "@/server/gateway";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 8;

type SampledReport = Pick<ConfigReport, "configId" | "tenantId" | "answered" | "failed" | "opened" | "latencyCounts">;

/** Adds a report to the quarter of an hour it was written in; replicas add to the same row. Of a config that is gone, nothing is kept. */
export async function addHealthSample(
  tx: Pick<Database["asSystem"], "$executeRaw">,
  { configId, tenantId, answered, failed, opened, latencyCounts }: SampledReport,
  at: Date,
): Promise<void> {
  const startsAt = new Date(Math.floor(at.getTime() / SAMPLE_MS) * SAMPLE_MS);
  await tx.$executeRaw`
    INSERT INTO provider_health_samples AS s
      (id, tenant_id, provider_config_id, starts_at, answered, failed, opened, latency_counts)
    SELECT ${randomUUID()}::uuid, c.tenant_id, c.id, ${startsAt}::timestamptz, ${answered}::int, ${failed}::int, ${opened}::int,
      ${latencyCounts}::int[]
    FROM provider_configs c WHERE c.id = ${configId}::uuid AND c.tenant_id = ${tenantId}::uuid
    ON CONFLICT (provider_config_id, starts_at) DO UPDATE SET
      answered = s.answered + EXCLUDED.answered,
      failed = s.failed + EXCLUDED.failed,
      opened = s.opened + EXCLUDED.opened,
      latency_counts = (
        SELECT array_agg(coalesce(old, 0) + coalesce(new, 0) ORDER BY place)
        FROM unnest(s.latency_counts, EXCLUDED.latency_counts) WITH ORDINALITY AS u(old, new, place))`;
}

/** Samples are for seeing the last days at a glance; usage tells the rest. */
export async function pruneHealthSamples(database: Pick<Database, "asSystem">, at: Date): Promise<number> {
  const { count } = await database.asSystem.providerHealthSample.deleteMany({
    where: { startsAt: { lt: new Date(at.getTime() - KEPT_DAYS * DAY_MS) } },
  });
  return count;
}
