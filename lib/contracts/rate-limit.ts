import { z } from "zod";

/** What limits can be set on. A provider config keeps its own with its settings; the others stand on the Limits page. */
export const LIMIT_SCOPE_KINDS = ["tenant", "api_key", "processor", "model", "provider_config"] as const;
export const limitScopeKind = z.enum(LIMIT_SCOPE_KINDS);
export type LimitScopeKind = z.infer<typeof limitScopeKind>;

/** Largest number a limit takes: a Postgres integer. */
const LIMIT_MAX = 2_147_483_647;

const limit = z.number().int().min(1).max(LIMIT_MAX).nullable();

/** Null is no limit. */
export const rateLimits = z.strictObject({
  requestsPerMinute: limit,
  requestsPerHour: limit,
  tokensPerMinute: limit,
  tokensPerHour: limit,
  maxParallelRequests: limit,
});
export type RateLimits = z.infer<typeof rateLimits>;

export const RATE_LIMIT_FIELDS = [
  "requestsPerMinute",
  "requestsPerHour",
  "tokensPerMinute",
  "tokensPerHour",
  "maxParallelRequests",
] as const satisfies readonly (keyof RateLimits)[];

/** How much of one limit is used at this moment. */
export const limitUse = z.object({
  field: z.enum(RATE_LIMIT_FIELDS),
  limit: z.number().int(),
  /** Units; above the limit where a call took more than was expected of it. */
  used: z.number(),
});
export type LimitUse = z.infer<typeof limitUse>;

export const limitScopeView = z.object({
  kind: limitScopeKind,
  /** Of a model its model id. */
  scopeId: z.string(),
  name: z.string(),
  limits: rateLimits,
  /** What the catalog knows of the provider's usual account; null where it knows nothing. */
  suggested: rateLimits.nullable(),
  use: z.array(limitUse),
  lastRefusedAt: z.date().nullable(),
});
export type LimitScopeView = z.infer<typeof limitScopeView>;

export const limiterMode = z.enum(["memory", "redis", "local"]);

export const limitReport = z.object({
  /** The organization first, then whatever has a limit. */
  scopes: z.array(limitScopeView),
  /** What a limit may be set on, and has none yet. */
  unlimited: z.array(limitScopeView.pick({ kind: true, scopeId: true, name: true, suggested: true })),
  /** How long a call waits for a place among the parallel ones. */
  queueMs: z.number().int(),
  mode: limiterMode,
  replicas: z.number().int(),
  asOf: z.date(),
});
export type LimitReport = z.infer<typeof limitReport>;

/** Longest time a call may be made to wait for a place: below the time limits of common clients and proxies. */
export const QUEUE_MS_MAX = 30_000;

/** All limits null: nothing is limited any more. */
export const saveLimitInput = z.strictObject({
  kind: limitScopeKind,
  scopeId: z.string().min(1).max(255),
  limits: rateLimits,
});
export type SaveLimitInput = z.infer<typeof saveLimitInput>;

export const saveQueueTimeInput = z.strictObject({ queueMs: z.number().int().min(0).max(QUEUE_MS_MAX) });
export type SaveQueueTimeInput = z.infer<typeof saveQueueTimeInput>;

export const limitHistoryInput = z.strictObject({ kind: limitScopeKind, scopeId: z.string().min(1).max(255) });
export type LimitHistoryInput = z.infer<typeof limitHistoryInput>;

/** What went through and what was refused, minute by minute over the last hour. */
export const limitHistory = z.object({
  minutes: z.array(
    z.object({ start: z.date(), requests: z.number().int(), tokens: z.number().int(), refused: z.number().int() }),
  ),
  asOf: z.date(),
});
export type LimitHistory = z.infer<typeof limitHistory>;
