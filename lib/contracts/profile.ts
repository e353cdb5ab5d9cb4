import { z } from "zod";
import { callSettings } from "./call-settings";

/** As in `profile:fast` and `processor:invoice-reader`. */
export const configName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "1 to 64 lower-case letters, digits, dots, dashes or underscores");

/** A model of a provider, or of one provider config by its name. */
export const modelTarget = z.strictObject({
  provider: z.string().min(1).max(64),
  model: z.string().min(1).max(300),
});
export type ModelTarget = z.infer<typeof modelTarget>;

export const MAX_FALLBACKS = 10;
export const MAX_PROFILES = 50;

/** Where a call goes when the model before it can't serve: another model, or everything another profile would try. */
export const fallback = z.union([modelTarget, z.strictObject({ profile: configName })]);
export type Fallback = z.infer<typeof fallback>;

export const profile = modelTarget.extend({
  description: z.string().max(500).optional(),
  fallbacks: z.array(fallback).max(MAX_FALLBACKS).default([]),
  settings: callSettings.default({}),
});
export type Profile = z.infer<typeof profile>;

/** `tenants.llm_configuration` as it is stored. */
export const llmConfiguration = z.strictObject({
  default_profile: configName.nullish(),
  profiles: z
    .record(configName, profile)
    .refine((profiles) => Object.keys(profiles).length <= MAX_PROFILES, `at most ${MAX_PROFILES} profiles`)
    .default({}),
});
export type LlmConfiguration = z.infer<typeof llmConfiguration>;

export const NO_CONFIGURATION: LlmConfiguration = { default_profile: null, profiles: {} };

/** What calls are expected to cost, between a cheap and a dear one, and on what that rests. */
export const costEstimate = z.object({
  /** Nano-USD as decimal strings; null where the model has no price. */
  lowNanoUsd: z.string().nullable(),
  highNanoUsd: z.string().nullable(),
  /** `measured`: the middle half of the last 7 days' calls; `assumed`: the tokens beside it. */
  basis: z.enum(["measured", "assumed"]),
  callCount: z.number().int(),
  inputTokens: z.tuple([z.number().int(), z.number().int()]),
  outputTokens: z.tuple([z.number().int(), z.number().int()]),
  model: z.string().nullable(),
  priceSource: z.string().nullable(),
});
export type CostEstimate = z.infer<typeof costEstimate>;

export const profileView = z.object({
  name: configName,
  isDefault: z.boolean(),
  profile,
  /** What does not refuse it, and yet should be known. */
  warnings: z.array(z.string()),
  /** What is wrong with it now, such as a model that is gone. */
  faults: z.array(z.string()),
  usedBy: z.array(z.string()),
  /** For one call. */
  estimate: costEstimate,
  requestCount7d: z.number().int(),
  p95LatencyMs: z.number().nullable(),
  /** Of 1. */
  successRate7d: z.number().nullable(),
});
export type ProfileView = z.infer<typeof profileView>;

export const saveProfileInput = z.strictObject({
  name: configName,
  profile,
  /** Whether it becomes the organization's default; left as it is when absent. */
  isDefault: z.boolean().optional(),
  /** Whether it has to be new, so that none is overwritten unseen. */
  isNew: z.boolean().default(false),
});
export type SaveProfileInput = z.infer<typeof saveProfileInput>;
export const profileNameInput = z.strictObject({ name: configName });
export const setDefaultProfileInput = z.strictObject({ name: configName.nullable() });
