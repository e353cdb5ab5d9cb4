import type { RequestFilters } from "@/lib/contracts/request";
import { Prisma } from "@/server/db/generated/client";

/**
 * The condition on `llm_requests r` for the filters. `from` is included, `to` is not. The tenant stands in it too: row level security would
 * narrow the rows anyway, but the index begins with it.
 */
export function filterRequests(tenantId: string, filters: RequestFilters & { id?: string }): Prisma.Sql {
  const conditions = [Prisma.sql`r.tenant_id = ${tenantId}::uuid`];
  if (filters.id) conditions.push(Prisma.sql`r.id = ${filters.id}::uuid`);
  if (filters.from) conditions.push(Prisma.sql`r.requested_at >= ${filters.from}`);
  if (filters.to) conditions.push(Prisma.sql`r.requested_at < ${filters.to}`);
  if (filters.status) conditions.push(Prisma.sql`r.status = ${filters.status}`);
  if (filters.modelType) conditions.push(Prisma.sql`r.model_type = ${filters.modelType}`);
  if (filters.model)
    conditions.push(Prisma.sql`(r.model_served = ${filters.model} OR r.model_requested = ${filters.model})`);
  if (filters.provider) conditions.push(Prisma.sql`r.provider = ${filters.provider}`);
  if (filters.apiKeyId) conditions.push(Prisma.sql`r.api_key_id = ${filters.apiKeyId}::uuid`);
  if (filters.userId) conditions.push(Prisma.sql`r.user_id = ${filters.userId}::uuid`);
  if (filters.taskType) conditions.push(Prisma.sql`r.task_type = ${filters.taskType}`);
  if (filters.processorId) conditions.push(Prisma.sql`r.processor_id = ${filters.processorId}::uuid`);
  if (filters.source) conditions.push(Prisma.sql`r.source = ${filters.source}`);
  const search = filters.search?.trim();
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(Prisma.sql`(r.id::text ILIKE ${pattern} OR r.error_message ILIKE ${pattern})`);
  }
  return Prisma.join(conditions, " AND ");
}
