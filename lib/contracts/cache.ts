import { z } from "zod";
import { nanoUsd } from "./request";

/**
 * Which answers are kept: none, those of the completion endpoint (`/api/v1/llm/completion`), or those of every dialect. A processor, a profile
 * or an API key may say otherwise for its own calls.
 */
export const CACHE_MODES = ["off", "completions", "all"] as const;
export const cacheMode = z.enum(CACHE_MODES);
export type CacheMode = z.infer<typeof cacheMode>;

const DAY_SECONDS = 24 * 60 * 60;

/** An answer is shared within the organization, or kept apart for each API key. */
export const cacheScope = z.enum(["tenant", "api_key"]);

export const cachePolicy = z.strictObject({
  mode: cacheMode.default("completions"),
  ttlSeconds: z
    .number()
    .int()
    .min(60)
    .max(30 * DAY_SECONDS)
    .default(7 * DAY_SECONDS),
  scope: cacheScope.default("tenant"),
  /** Also answers with what was kept for a question that means nearly the same, by the organization's default embedding model. */
  semantic: z
    .strictObject({
      isEnabled: z.boolean().default(false),
      /** Least cosine similarity of the two questions. */
      threshold: z.number().min(0.8).max(1).default(0.97),
    })
    .default({ isEnabled: false, threshold: 0.97 }),
});
export type CachePolicy = z.infer<typeof cachePolicy>;

export const DEFAULT_CACHE_POLICY: CachePolicy = cachePolicy.parse({});

/** How the cache took part in a call: `none` where it was not asked. */
export const cacheStatus = z.enum(["none", "miss", "hit", "semantic"]);
export type CacheStatus = z.infer<typeof cacheStatus>;

export const cacheEntryView = z.object({
  id: z.string(),
  modelName: z.string(),
  provider: z.string(),
  processorId: z.string().nullable(),
  templateId: z.string().nullable(),
  tokens: z.number().int(),
  sizeBytes: z.number().int(),
  costNanoUsd: nanoUsd,
  hitCount: z.number().int(),
  lastHitAt: z.date().nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type CacheEntryView = z.infer<typeof cacheEntryView>;

export const cacheGroup = z.object({
  /** The model's name. */
  key: z.string(),
  entries: z.number().int(),
  hits: z.number().int(),
  savedNanoUsd: nanoUsd,
});

/** All that is kept, and what it saved since it was made. */
export const cacheOverview = z.object({
  policy: cachePolicy,
  entries: z.number().int(),
  sizeBytes: z.number().int(),
  /** Over the last 30 days, from the request log. */
  hits: z.number().int(),
  requests: z.number().int(),
  savedNanoUsd: nanoUsd,
  /** What the kept answers took when they were made, for each time they were given again. */
  savedMs: z.number(),
  days: z.array(z.object({ day: z.string(), hits: z.number().int(), savedNanoUsd: nanoUsd })),
  timeZone: z.string(),
  byModel: z.array(cacheGroup),
  /** Most used first. */
  top: z.array(cacheEntryView),
});
export type CacheOverview = z.infer<typeof cacheOverview>;

/** What to forget: one entry, everything of a model, a processor or a template; without any, everything. */
export const purgeCacheInput = z.strictObject({
  id: z.uuid().optional(),
  modelName: z.string().min(1).max(255).optional(),
  processorId: z.uuid().optional(),
  templateId: z.uuid().optional(),
});
export type PurgeCacheInput = z.infer<typeof purgeCacheInput>;
export const purgeCacheResult = z.object({ purged: z.number().int() });
