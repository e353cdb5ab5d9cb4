import { z } from "zod";
import { configTrace } from "./effective-config";
import { modelType } from "./model-type";
import { serviceTier } from "./price";
import { rejectionCode, routeNeeds, routeStrategy, scoreParts } from "./routing";

/** How a request or an attempt ended. `interrupted`: Sluice stopped before it could settle, so its usage is an estimate. */
export const requestStatus = z.enum(["success", "error", "timeout", "aborted", "interrupted"]);
export type RequestStatus = z.infer<typeof requestStatus>;

/** Where a request came in. */
export const requestSource = z.enum(["api", "rest", "trpc", "playground"]);
export type RequestSource = z.infer<typeof requestSource>;

/** Nano-USD as a decimal string of a whole number. */
export const nanoUsd = z.string().regex(/^\d+$/);

export const requestSummary = z.object({
  id: z.string(),
  requestedAt: z.date(),
  status: requestStatus,
  source: requestSource,
  modelType,
  modelRequested: z.string(),
  modelServed: z.string().nullable(),
  provider: z.string().nullable(),
  providerConfigName: z.string().nullable(),
  apiKeyName: z.string().nullable(),
  userName: z.string().nullable(),
  taskType: z.string().nullable(),
  isStream: z.boolean(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  totalTokens: z.number().int(),
  costNanoUsd: nanoUsd,
  isPriced: z.boolean(),
  isUsageEstimated: z.boolean(),
  latencyMs: z.number().int(),
  timeToFirstTokenMs: z.number().int().nullable(),
  attemptCount: z.number().int(),
  cacheHit: z.boolean(),
  errorCode: z.string().nullable(),
});
export type RequestSummary = z.infer<typeof requestSummary>;

/** Filters stand in the address of the page under the same names. */
export const requestFilters = z.strictObject({
  from: z.date().optional(),
  to: z.date().optional(),
  status: requestStatus.optional(),
  modelType: modelType.optional(),
  model: z.string().max(200).optional(),
  provider: z.string().max(64).optional(),
  apiKeyId: z.uuid().optional(),
  userId: z.uuid().optional(),
  taskType: z.string().max(100).optional(),
  processorId: z.uuid().optional(),
  source: requestSource.optional(),
  /** Part of a request id or of an error message. */
  search: z.string().max(200).optional(),
});
export type RequestFilters = z.infer<typeof requestFilters>;

/** The list's own filters. */
export const countRequestsInput = requestFilters;
/** How many requests match, over buckets of the tenant's zone. */
export const requestHistogram = z.object({
  timeZone: z.string(),
  bucket: z.enum(["hour", "day", "week"]),
  bars: z.array(
    z.object({
      start: z.date(),
      end: z.date(),
      requestCount: z.number().int(),
      errorCount: z.number().int(),
    }),
  ),
});
export type RequestHistogram = z.infer<typeof requestHistogram>;

export const listRequestsInput = requestFilters.extend({
  /** Opaque; the end of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const listRequestsResult = z.object({ requests: z.array(requestSummary), nextCursor: z.string().nullable() });
export type ListRequestsResult = z.infer<typeof listRequestsResult>;

/** One line of a cost receipt: count × price = amount, all exact. */
export const costLine = z.object({
  unit: z.string(),
  /** As billed. */
  count: z.number().int(),
  /** What was used, where the vendor bills a minimum that is more. */
  usedCount: z.number().int().nullable(),
  /** USD per million units. */
  pricePerMillion: z.string(),
  /** In the price's own currency, where that is another. */
  originalPerMillion: z.string().nullable(),
  /** Pico-USD, so that the lines add up before rounding. */
  amountPicoUsd: z.string(),
});

export const attemptView = z.object({
  id: z.string(),
  sequence: z.number().int(),
  provider: z.string(),
  providerConfigName: z.string().nullable(),
  model: z.string(),
  status: requestStatus,
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  upstreamStatus: z.number().int().nullable(),
  usage: z.record(z.string(), z.number()),
  isUsageEstimated: z.boolean(),
  isPriced: z.boolean(),
  priceSource: z.string().nullable(),
  costLines: z.array(costLine),
  /** What of the price applied, and why. */
  pricing: z.object({
    serviceTier,
    /** Null where the price's base applied. */
    tier: z.object({ serviceTier, inputTokensAbove: z.number().int() }).nullable(),
    original: z.object({ currency: z.string(), usdPerUnit: z.string(), asOf: z.string() }).nullable(),
    isEstimate: z.boolean(),
  }),
  costNanoUsd: nanoUsd,
  providerCostNanoUsd: nanoUsd.nullable(),
  startedAt: z.date(),
  latencyMs: z.number().int(),
  timeToFirstTokenMs: z.number().int().nullable(),
  /** Its failure was put on by a fallback drill: nothing went out. */
  isDrill: z.boolean(),
});
export type AttemptView = z.infer<typeof attemptView>;

/** Why this model and provider: kept with the request. */
export const routeTrace = z.object({
  /** How the model was named: "model", "provider/model", "auto", "profile" or "processor". */
  resolvedFrom: z.string(),
  /** Which tier gave the model, one of `CONFIG_TIERS`. */
  tier: z.string(),
  /** The configuration that applied; absent where the request named its model and nothing else did. */
  config: configTrace.optional(),
  candidates: z.array(
    z.object({
      provider: z.string(),
      providerConfigId: z.string(),
      providerConfigName: z.string(),
      model: z.string(),
      outcome: z.enum(["chosen", "fallback", "rejected"]),
      reason: z.string().nullable(),
      /** Why it was passed over, for programs. */
      code: rejectionCode.optional(),
      /** Of the balanced strategy, in points, with the parts that add up to it. */
      score: z.number().optional(),
      parts: scoreParts.optional(),
    }),
  ),
  /** How the candidates were ordered; absent in requests from before there was a choice. */
  strategy: routeStrategy.optional(),
  /** Whose rules those are: `default`, `tenant`, or the profile that sets its own. */
  policySource: z.string().optional(),
  /** What was chosen from: what the target names, or every callable model of the type. */
  scope: z.enum(["target", "pool"]).optional(),
  needs: routeNeeds.optional(),
  /** Tells apart configurations of the tenant: the same content has the same version. */
  configVersion: z.string().optional(),
  /** Decided where shares do, from 0 to 1. */
  draw: z.number().optional(),
  split: z.object({ name: z.string(), arm: z.string() }).optional(),
  /** Candidates that are not listed, by outcome or rejection code: the list is bounded. */
  omitted: z.record(z.string(), z.number().int()).optional(),
});
export type RouteTrace = z.infer<typeof routeTrace>;

export const requestDetail = requestSummary.extend({
  completedAt: z.date().nullable(),
  errorMessage: z.string().nullable(),
  warnings: z.array(z.string()),
  usage: z.record(z.string(), z.number()),
  inputCostNanoUsd: nanoUsd,
  outputCostNanoUsd: nanoUsd,
  route: routeTrace.nullable(),
  attempts: z.array(attemptView),
});
export type RequestDetail = z.infer<typeof requestDetail>;

export const requestIdInput = z.strictObject({ id: z.uuid() });
