import { z } from "zod";
import type { Database } from "@/server/db/client";

/** A runner that has not renewed its job for this long is taken for dead. */
const DEAD_AFTER_SECONDS = 30;
const MAX_TRIES = 3;

const claimedJob = z.object({
  id: z.string(),
  tenantId: z.string(),
  kind: z.string(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  createdById: z.string().nullable(),
  /** As its starter gave them. */
  params: z.unknown(),
  /** Marks this claim: whoever holds an older one has lost the job. */
  startedAt: z.date(),
  tries: z.number(),
});
export type ClaimedJob = z.infer<typeof claimedJob>;

/**
 * Takes the oldest job that waits, or whose runner died; undefined when there is none. Never the same job for two callers.
 * Tries are counted in `result`, which is free until the job ends.
 */
export async function claimJob(database: Database): Promise<ClaimedJob | undefined> {
  const rows = await database.asSystem.$queryRaw`
    UPDATE jobs SET status = 'running', started_at = date_trunc('milliseconds', clock_timestamp()), heartbeat_at = clock_timestamp(),
      result = jsonb_build_object('tries', coalesce((result->>'tries')::int, 0) + 1)
    WHERE id = (
      SELECT id FROM jobs
      WHERE status = 'queued'
         OR (status = 'running' AND heartbeat_at < clock_timestamp() - make_interval(secs => ${DEAD_AFTER_SECONDS}))
      ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, tenant_id AS "tenantId", kind, target_id AS "targetId", target_name AS "targetName", created_by_id AS "createdById", params,
      started_at AS "startedAt", (result->>'tries')::int AS tries`;
  return z.array(claimedJob).parse(rows)[0];
}

/** Whether a job has killed its runner often enough to stop trying. */
export function isHopeless(job: ClaimedJob): boolean {
  return job.tries > MAX_TRIES;
}
