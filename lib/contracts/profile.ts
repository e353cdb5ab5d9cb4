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
