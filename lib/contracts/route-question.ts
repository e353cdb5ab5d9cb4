import { z } from "zod";
import { modelType } from "./model-type";
import { nanoUsd, routeTrace } from "./request";
import { failingTests, routeFeature, routeStrategy, routingPolicy } from "./routing";

/** A call as far as routing looks at it: for asking what would happen. */
export const routeQuestion = z.strictObject({
  modelType: modelType.default("llm"),
  /** As a client would write it. */
  model: z.string().trim().min(1).max(365).default("auto"),
  /** Whose defaults apply, and whose list of allowed models; nobody's when absent. */
  apiKeyId: z.uuid().optional(),
  taskType: z.string().trim().min(1).max(100).optional(),
  /** Whether `auto` is routed by the task, as 004's completion is. */
  byTask: z.boolean().default(false),
  inputTokens: z.number().int().min(0).max(100_000_000).default(1000),
  maxOutputTokens: z.number().int().min(1).max(10_000_000).optional(),
  features: z.array(routeFeature).max(6).default([]),
  /** Whether a budget applies, under which an unpriced model may not be called. */
  mustBePriced: z.boolean().default(false),
  /** In place of the tenant's. */
  strategy: routeStrategy.optional(),
  /** Decides where shares do, from 0 to 1. */
  draw: z.number().min(0).max(1).default(0.5),
});
export type RouteQuestion = z.infer<typeof routeQuestion>;

/** One changed input that makes another candidate win; each was tried. */
export const routeFlip = z.object({
  kind: z.enum(["price", "priority", "latency", "condition", "task", "input", "feature", "strategy"]),
  /** Who wins then. */
  model: z.string(),
  providerConfigName: z.string(),
  from: z.string(),
  to: z.string(),
});
export type RouteFlip = z.infer<typeof routeFlip>;

export const routeAnswer = z.object({
  /** Null where nobody can serve the call. */
  trace: routeTrace.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** For the traced candidates that may serve, in their order. */
  projections: z.array(
    z.object({
      model: z.string(),
      providerConfigId: z.string(),
      /** For the tokens in, and the output asked for or usual; null is unpriced. */
      costNanoUsd: nanoUsd.nullable(),
      latencyMs: z.number().nullable(),
    }),
  ),
  flips: z.array(routeFlip),
});
export type RouteAnswer = z.infer<typeof routeAnswer>;

/** A stored request's route, then and now. */
export const routeExplanation = z.object({
  question: routeQuestion,
  today: routeAnswer,
  /** Whether the configuration is the one that applied then; null where the request does not tell. */
  isSameConfig: z.boolean().nullable(),
  /** Whether the same model at the same config would be tried first. */
  isSameChoice: z.boolean(),
});
export type RouteExplanation = z.infer<typeof routeExplanation>;

export const routingPolicyView = z.object({
  policy: routingPolicy,
  /** 0 before the first save. */
  version: z.number().int(),
  updatedAt: z.date().nullable(),
  knownTasks: z.array(z.string()),
});
export type RoutingPolicyView = z.infer<typeof routingPolicyView>;
export const saveRoutingPolicyInput = z.strictObject({ policy: routingPolicy, version: z.number().int().min(0) });

export const routeExpectation = z.strictObject({
  model: z.string().min(1).max(300),
  /** By name; any config when null. */
  providerConfigName: z.string().min(1).max(64).nullable().default(null),
});
export const createRouteTestInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  question: routeQuestion,
  expected: routeExpectation,
});
export type CreateRouteTestInput = z.infer<typeof createRouteTestInput>;

export const routeTestResult = z.object({
  passed: z.boolean(),
  model: z.string().nullable(),
  providerConfigName: z.string().nullable(),
  /** Why nobody would serve it. */
  error: z.string().nullable(),
});
export type RouteTestResult = z.infer<typeof routeTestResult>;

export const routeTestView = z.object({
  id: z.string(),
  name: z.string(),
  question: routeQuestion,
  expected: routeExpectation,
  lastResult: routeTestResult.nullable(),
  lastRunAt: z.date().nullable(),
  createdAt: z.date(),
});
export type RouteTestView = z.infer<typeof routeTestView>;
export const routeTestList = z.object({ tests: z.array(routeTestView), failingTests });
export const routeTestIdInput = z.strictObject({ id: z.uuid() });

/** Past requests, and the other rules they are routed by. */
export const replayInput = z.strictObject({
  from: z.date(),
  to: z.date(),
  taskType: z.string().min(1).max(100).optional(),
  /** Only requests that asked for this. */
  modelRequested: z.string().min(1).max(365).optional(),
  /** In place of what was asked for; that when absent. */
  model: z.string().trim().min(1).max(365).optional(),
  strategy: routeStrategy.optional(),
  byTask: z.boolean().default(false),
});
export type ReplayInput = z.infer<typeof replayInput>;

const replayGroup = z.object({
  key: z.string(),
  requestCount: z.number().int(),
  /** Only of requests that are priced on both sides, so that the two can be compared. */
  costBeforeNanoUsd: nanoUsd,
  costAfterNanoUsd: nanoUsd,
});

/** Cost is projected from the tokens that were counted; what another model would have written, and how well, is not known. */
export const replayResult = z.object({
  requestCount: z.number().int(),
  comparedCount: z.number().int(),
  costBeforeNanoUsd: nanoUsd,
  costAfterNanoUsd: nanoUsd,
  movedCount: z.number().int(),
  /** Nobody could have served them. */
  refusedCount: z.number().int(),
  /** Over the window of the model chosen, by the tokens counted. */
  contextMissCount: z.number().int(),
  unpricedCount: z.number().int(),
  latencyBeforeMs: z.number().nullable(),
  /** Over requests whose model has a measured speed. */
  latencyAfterMs: z.number().nullable(),
  latencyKnownCount: z.number().int(),
  byTask: z.array(replayGroup),
  byModel: z.array(replayGroup),
  /** The busiest minute at each config, against its limits. */
  headroom: z.array(
    z.object({
      providerConfigName: z.string(),
      peakRequests: z.number().int(),
      requestsPerMinute: z.number().int().nullable(),
      peakTokens: z.number().int(),
      tokensPerMinute: z.number().int().nullable(),
    }),
  ),
  tookMs: z.number().int(),
});
export type ReplayResult = z.infer<typeof replayResult>;

export const replayView = z.object({
  id: z.string(),
  name: z.string(),
  input: replayInput,
  result: replayResult.nullable(),
  job: z
    .object({
      id: z.string(),
      status: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
      progressDone: z.number().int(),
      progressTotal: z.number().int().nullable(),
      errorMessage: z.string().nullable(),
    })
    .nullable(),
  createdAt: z.date(),
});
export type ReplayView = z.infer<typeof replayView>;
export const replayIdInput = z.strictObject({ id: z.uuid() });
