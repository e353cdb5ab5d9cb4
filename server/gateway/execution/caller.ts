import type { CallSettings } from "@/lib/contracts/call-settings";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { RequestSource } from "@/lib/contracts/request";
import type { CacheWish } from "@/server/gateway/cache/cache-use";
import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** On whose behalf a call is made; authority was checked before. */
export interface Caller {
  tenantId: string;
  apiKeyId: string | null;
  userId: string | null;
  source: RequestSource;
  listener?: CallListener;
}

/** Who answers the client, and hears before the answer what its headers are to say. */
export interface CallListener {
  /** Where the caller stands with its limits; told only where there are some. */
  showLimits(standing: LimitStanding): void;
}

export interface CallOptions {
  requestId: string;
  /** Aborted when the client goes away; the upstream call is then aborted too. */
  signal: CallSignal;
  /** What the whole request may take, all attempts and the waits between them together; a quarter of an hour where nothing is said. */
  deadlineMs?: number;
  taskType?: string | null;
  /** Whether `auto` means the best model for the task, by 004's score, whatever the tenant's default is. */
  routesByTask?: boolean;
  /** In place of the profile that the tiers would give. */
  profile?: string;
  /** What is filled in where neither the request nor any tier says. */
  defaults?: CallSettings;
  /** The run of a processor that this call is part of, and the template its prompt was rendered from. */
  runId?: string | null;
  templateId?: string | null;
  /** What the client says of the response cache. */
  cacheWish?: CacheWish;
  /** True for the completion endpoint, whose answers are kept unless the organization says otherwise. */
  isCompletion?: boolean;
}
