import { z } from "zod";

/** `ordered` keeps what is written: a model before its fallbacks, the default config before the others. */
export const ROUTE_STRATEGIES = ["ordered", "balanced", "cheapest", "fastest", "priority", "weighted"] as const;
export const routeStrategy = z.enum(ROUTE_STRATEGIES);
export type RouteStrategy = z.infer<typeof routeStrategy>;

/** What a request may need of a model beyond its type. */
export const ROUTE_FEATURES = ["tools", "vision", "audio", "json_schema", "reasoning", "streaming"] as const;
export const routeFeature = z.enum(ROUTE_FEATURES);
export type RouteFeature = z.infer<typeof routeFeature>;

/** Why a candidate was passed over. */
export const REJECTION_CODES = [
  "wrong_type",
  "provider_disabled",
  "provider_unverified",
  "model_gone",
  "model_disabled",
  "not_allowed_for_key",
  "made_elsewhere",
  "unhealthy",
  "feature_missing",
  "context_too_long",
  "unpriced_under_budget",
  "limit_reached",
  "attempt_failed",
] as const;
export const rejectionCode = z.enum(REJECTION_CODES);
export type RejectionCode = z.infer<typeof rejectionCode>;

/**
 * Tasks that the catalog's "best for" knows, and those that requirements name, with the catalog's word for each. An organization adds its own
 * words in its policy, and by what its models are best for.
 */
export const TASK_FAMILIES: Readonly<Record<string, string>> = {
  chat: "chat",
  code: "code",
  analysis: "analysis",
  reasoning: "reasoning",
  classification: "classification",
  summarization: "summarization",
  extraction: "extraction",
  long_context: "long_context",
  vision: "vision",
  embedding: "embedding",
  rerank: "rerank",
  speech: "speech",
  transcription: "transcription",
  code_analysis: "code",
  code_generation: "code",
  refactoring: "code",
  test_generation: "code",
  documentation: "summarization",
};

/** How much each feature counts in a balanced score. */
export const scoreWeights = z.strictObject({
  /** Points for a model that is best for the task. */
  bestFor: z.number().min(0).max(1000),
  /** Points for each step of a config's priority below 100. */
  priority: z.number().min(0).max(1000),
  /** Points lost for each USD of the mean of input and output price per million. */
  cost: z.number().min(0).max(1000),
  /** Points for each millisecond below a second until the first token. */
  latency: z.number().min(0).max(1000),
});
export type ScoreWeights = z.infer<typeof scoreWeights>;

/** 004's formula: +10, (100 − priority) / 10, −average cost / 10, +(1000 − average latency) / 100. */
export const DEFAULT_WEIGHTS: ScoreWeights = { bestFor: 10, priority: 0.1, cost: 0.1, latency: 0.01 };

/** A model by its id, or `provider/model` with a provider's id or a config's name. */
const modelName = z.string().trim().min(1).max(365);

/** One way out of a split, with its share of the calls. */
export const splitArm = z.strictObject({ model: modelName, weight: z.number().min(0).max(1_000_000) });

/** Sends a share of the calls that ask for `match` elsewhere: a canary, or an even spread. */
export const routeSplit = z.strictObject({
  name: z.string().trim().min(1).max(64),
  /** As clients write it: a model, `profile:fast`, `auto`. */
  match: modelName,
  arms: z.array(splitArm).min(1).max(10),
  isEnabled: z.boolean().default(true),
});
export type RouteSplit = z.infer<typeof routeSplit>;

/** Failing route tests are shown, or refuse the change that makes them fail. */
export const failingTests = z.enum(["warn", "block"]);

/** A tenant's rules for choosing among what a call's target allows. */
export const routingPolicy = z.strictObject({
  strategy: routeStrategy.default("ordered"),
  weights: scoreWeights.default(DEFAULT_WEIGHTS),
  /** For the strategy `weighted`: shares by the name of a provider config; one that is not named has a share of 1. */
  shares: z.record(z.string().min(1).max(64), z.number().min(0).max(1_000_000)).default({}),
  /** Whether `auto` chooses among all callable models instead of the default model. */
  routesAuto: z.boolean().default(false),
  /** Whether a call that tells its task and leaves the model to `auto` is routed by the task. */
  routesByTask: z.boolean().default(false),
  /** What `auto` may choose from, as models' names; everything callable when empty. */
  pool: z.array(modelName).max(200).default([]),
  /** Words for tasks beside the known ones. */
  taskTypes: z.array(z.string().trim().min(1).max(100)).max(100).default([]),
  splits: z.array(routeSplit).max(20).default([]),
  failingTests: failingTests.default("warn"),
});
export type RoutingPolicy = z.infer<typeof routingPolicy>;

export const DEFAULT_POLICY: RoutingPolicy = routingPolicy.parse({});

/** What a call needs of a model, as routing counted it; kept with the request so that the decision can be made again. */
export const routeNeeds = z.object({
  /** Estimated from the bytes. */
  inputTokens: z.number().int(),
  /** It can't be fewer. */
  inputTokensAtLeast: z.number().int(),
  /** As asked; null where the client left it open. */
  maxOutputTokens: z.number().int().nullable(),
  features: z.array(routeFeature),
  taskType: z.string().nullable(),
  mustBePriced: z.boolean(),
});
export type RouteNeeds = z.infer<typeof routeNeeds>;

/** The parts of a balanced score, in points. Null where nothing is known and the part is 0. */
export const scoreParts = z.object({
  bestFor: z.number(),
  priority: z.number(),
  cost: z.number().nullable(),
  latency: z.number().nullable(),
});
export type ScoreParts = z.infer<typeof scoreParts>;
