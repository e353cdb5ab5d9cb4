import { z } from "zod";
import { type RequestFilters, type RequestSummary, requestSummary } from "@/lib/contracts/request";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { filterRequests } from "./filter-requests";
import type { RequestCursor } from "./request-cursor";

export interface SelectOptions {
  tenantId: string;
  filters: RequestFilters & { id?: string };
  after: RequestCursor | null;
  limit: number;
}

/** Requests, newest first, from right after `after`; with the names that their ids have now. */
export async function selectRequests(
  tx: TenantTransaction,
  { tenantId, filters, after, limit }: SelectOptions,
): Promise<RequestSummary[]> {
  const position = after
    ? Prisma.sql`AND (r.requested_at, r.id) < (${after.requestedAt}, ${after.id}::uuid)`
    : Prisma.empty;
  const rows = await tx.$queryRaw`
    SELECT r.id, r.requested_at AS "requestedAt", r.status, r.source, r.model_type AS "modelType", r.model_requested AS "modelRequested",
      r.model_served AS "modelServed", r.provider, c.name AS "providerConfigName", k.name AS "apiKeyName", u.name AS "userName",
      r.task_type AS "taskType", r.is_stream AS "isStream", r.prompt_tokens AS "promptTokens", r.completion_tokens AS "completionTokens",
      r.total_tokens AS "totalTokens", r.cost_nano_usd::text AS "costNanoUsd", r.is_priced AS "isPriced",
      r.is_usage_estimated AS "isUsageEstimated", r.latency_ms AS "latencyMs", r.time_to_first_token_ms AS "timeToFirstTokenMs",
      r.attempt_count AS "attemptCount", r.cache_hit AS "cacheHit", r.error_code AS "errorCode"
    FROM (
      SELECT * FROM llm_requests r WHERE ${filterRequests(tenantId, filters)} ${position}
      ORDER BY r.requested_at DESC, r.id DESC LIMIT ${limit}
    ) r
    LEFT JOIN provider_configs c ON c.id = r.provider_config_id
    LEFT JOIN api_keys k ON k.id = r.api_key_id
    LEFT JOIN users u ON u.id = r.user_id
    ORDER BY r.requested_at DESC, r.id DESC`;
  return z.array(requestSummary).parse(rows);
}
