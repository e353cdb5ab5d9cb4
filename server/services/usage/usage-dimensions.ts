import type { UsageGroup } from "@/lib/contracts/usage";
import { Prisma } from "@/server/db/generated/client";

/** The key of requests that have none for the group, such as a call of the console in a report by API key. */
export const NO_KEY = "none";

/** What rollups are kept by: each group of the report, and everything together. */
export type UsageDimension = UsageGroup | "all";

interface Dimension {
  /** Of `llm_requests r`. */
  request: Prisma.Sql;
  /** Of `llm_attempts a`; null where only a request has it, and so takes its attempts' tokens and charge along. */
  attempt: Prisma.Sql | null;
  /** Where it stands in rows `u` of rollups, or of requests on their way there. */
  rollup: Prisma.Sql;
}

/** Model, provider and config of a charge are those of the attempt that was charged: after a failover not all are those that served the request. */
export const DIMENSIONS: Record<UsageDimension, Dimension> = {
  all: { request: Prisma.sql`''`, attempt: Prisma.sql`''`, rollup: Prisma.sql`''` },
  model: {
    request: Prisma.sql`coalesce(r.model_served, r.model_requested)`,
    attempt: Prisma.sql`a.model`,
    rollup: Prisma.sql`u.model`,
  },
  provider: {
    request: Prisma.sql`coalesce(r.provider, 'none')`,
    attempt: Prisma.sql`a.provider`,
    rollup: Prisma.sql`u.provider`,
  },
  provider_config: {
    request: Prisma.sql`coalesce(r.provider_config_id::text, 'none')`,
    attempt: Prisma.sql`a.provider_config_id::text`,
    rollup: Prisma.sql`u.provider_config`,
  },
  model_type: {
    request: Prisma.sql`r.model_type`,
    attempt: Prisma.sql`a.model_type`,
    rollup: Prisma.sql`u.model_type`,
  },
  api_key: {
    request: Prisma.sql`coalesce(r.api_key_id::text, 'none')`,
    attempt: Prisma.sql`coalesce(a.api_key_id::text, 'none')`,
    rollup: Prisma.sql`u.api_key`,
  },
  member: {
    request: Prisma.sql`coalesce(r.user_id::text, 'none')`,
    attempt: Prisma.sql`coalesce(a.user_id::text, 'none')`,
    rollup: Prisma.sql`u.member`,
  },
  task: {
    request: Prisma.sql`coalesce(r.task_type, 'none')`,
    attempt: Prisma.sql`coalesce(a.task_type, 'none')`,
    rollup: Prisma.sql`u.task`,
  },
  processor: {
    request: Prisma.sql`coalesce(r.processor_id::text, 'none')`,
    attempt: Prisma.sql`coalesce(a.processor_id::text, 'none')`,
    rollup: Prisma.sql`u.processor`,
  },
  profile: {
    request: Prisma.sql`coalesce(r.profile, 'none')`,
    attempt: null,
    rollup: Prisma.sql`u.profile`,
  },
  status: { request: Prisma.sql`r.status`, attempt: null, rollup: Prisma.sql`u.status` },
  source: { request: Prisma.sql`r.source`, attempt: null, rollup: Prisma.sql`u.source` },
};

/** The combination that `usage_rollups` is kept by, in the order of its columns. */
export const ROLLUP_DIMENSIONS = [
  "model",
  "provider",
  "provider_config",
  "model_type",
  "api_key",
  "member",
  "task",
  "processor",
] as const satisfies readonly UsageDimension[];

/** What only a request has; `usage_rollups` does not hold it. */
export const REQUEST_DIMENSIONS = ["profile", "status", "source"] as const satisfies readonly UsageDimension[];
