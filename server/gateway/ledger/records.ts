import { z } from "zod";
import { modelType } from "@/lib/contracts/model-type";
import { serviceTier } from "@/lib/contracts/price";
import { requestSource, requestStatus } from "@/lib/contracts/request";
import { priceSnapshot } from "@/server/gateway/prices/price-snapshot";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

/** Counts by unit, whole and not negative; what a provider reports is cleaned before it gets here. */
const usageCounts = z.partialRecord(z.enum(USAGE_UNITS), z.number().int().nonnegative());

/**
 * Who asked for what. Written with the first intent, so that a crash loses no request. Times are epoch milliseconds. Fields with a default
 * are missing in journals of older versions.
 */
export const requestOpening = z.object({
  requestId: z.string(),
  tenantId: z.string(),
  apiKeyId: z.string().nullable(),
  userId: z.string().nullable(),
  source: requestSource,
  modelType,
  modelRequested: z.string(),
  taskType: z.string().nullable(),
  isStream: z.boolean(),
  processorId: z.string().nullable().default(null),
  runId: z.string().nullable().default(null),
  templateId: z.string().nullable().default(null),
  /** The profile whose settings applied. */
  profile: z.string().nullable().default(null),
  requestedAtMs: z.number(),
});
export type RequestOpening = z.infer<typeof requestOpening>;

/** Money reserved for an attempt in one window of one budget, written with the attempt, so that its settlement alone tells where it is charged. */
export const budgetHold = z.object({
  budgetId: z.string(),
  windowStartMs: z.number(),
  windowEndMs: z.number(),
  /** Null where a budget that only warns could not be asked. */
  leaseId: z.string().nullable(),
  /** An upper bound of the cost; charged where the cost turns out unknown. */
  amountNanoUsd: z.string().regex(/^\d+$/),
});
export type BudgetHold = z.infer<typeof budgetHold>;

/** One try upstream, known before dispatch. `estimate` is charged if no settlement ever arrives. */
export const attemptIntent = z.object({
  attemptId: z.string(),
  requestId: z.string(),
  tenantId: z.string(),
  sequence: z.number().int().positive(),
  apiKeyId: z.string().nullable().default(null),
  userId: z.string().nullable().default(null),
  processorId: z.string().nullable().default(null),
  taskType: z.string().nullable().default(null),
  providerConfigId: z.string(),
  provider: z.string(),
  model: z.string(),
  modelType,
  startedAtMs: z.number(),
  price: priceSnapshot.nullable(),
  /** Left out where it is the standard one: asked for in an intent, and as the provider says it served in a settled attempt. */
  serviceTier: serviceTier.optional(),
  estimate: usageCounts,
  /** Absent for most attempts, which no budget covers. */
  holds: z.array(budgetHold).optional(),
  /** The fallback drill that put its failure on: then nothing went out. Absent for real ones. */
  drillId: z.string().optional(),
});
export type AttemptIntent = z.infer<typeof attemptIntent>;

/** One try upstream, ended. Self-contained: it alone makes the row. Money is nano-USD as decimal strings. */
export const attemptRecord = attemptIntent.extend({
  status: requestStatus,
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  upstreamStatus: z.number().int().nullable(),
  counts: usageCounts,
  isUsageEstimated: z.boolean(),
  isPriced: z.boolean(),
  inputCostNanoUsd: z.string().regex(/^\d+$/),
  outputCostNanoUsd: z.string().regex(/^\d+$/),
  costNanoUsd: z.string().regex(/^\d+$/),
  providerCostNanoUsd: z.string().regex(/^\d+$/).nullable(),
  completedAtMs: z.number(),
  timeToFirstTokenMs: z.number().int().nullable(),
});
export type AttemptRecord = z.infer<typeof attemptRecord>;

/** One client call, ended; sums are over its attempts. */
export const requestRecord = requestOpening.extend({
  status: requestStatus,
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  provider: z.string().nullable(),
  providerConfigId: z.string().nullable(),
  modelServed: z.string().nullable(),
  attemptCount: z.number().int().nonnegative(),
  counts: usageCounts,
  isUsageEstimated: z.boolean(),
  isPriced: z.boolean(),
  inputCostNanoUsd: z.string().regex(/^\d+$/),
  outputCostNanoUsd: z.string().regex(/^\d+$/),
  costNanoUsd: z.string().regex(/^\d+$/),
  /** The answer came from the response cache, and what it would have cost upstream. */
  cacheHit: z.boolean().default(false),
  savedNanoUsd: z.string().regex(/^\d+$/).default("0"),
  warnings: z.array(z.string()),
  /** Why this model and provider: shown on the request sheet. */
  route: z.record(z.string(), z.unknown()),
  completedAtMs: z.number(),
  timeToFirstTokenMs: z.number().int().nullable(),
});
export type RequestRecord = z.infer<typeof requestRecord>;

/** One line of the journal. */
export const journalRecord = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("intent"), request: requestOpening, attempt: attemptIntent }),
  z.object({ kind: z.literal("progress"), attemptId: z.string(), counts: usageCounts }),
  z.object({ kind: z.literal("settled"), attempt: attemptRecord }),
  z.object({ kind: z.literal("finished"), request: requestRecord }),
]);
export type JournalRecord = z.infer<typeof journalRecord>;

/** A record as the journal keeps it; the frequent kinds are written by `record-json.ts`. */
export function toPayload(record: JournalRecord): string {
  return JSON.stringify(record);
}
