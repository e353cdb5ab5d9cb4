import { z } from "zod";
import { modelType } from "./model-type";

/** Who may set a value, the strongest first. `profile` is one that the request, the key or the processor chose; `tenant_profile` the organization's default one. */
export const CONFIG_TIERS = [
  "request",
  "api_key",
  "processor",
  "profile",
  "tenant_profile",
  "tenant_default",
  "global",
] as const;
export const configTier = z.enum(CONFIG_TIERS);
export type ConfigTier = z.infer<typeof configTier>;

/** A value with where it came from: the tier, and the name of the profile, processor or key there. */
export const sourcedValue = z.object({ value: z.unknown(), tier: configTier, source: z.string().nullable() });

/** What is kept with a request of the configuration that applied to it. */
export const configTrace = z.object({
  processor: z.object({ value: z.string(), tier: configTier, source: z.string().nullable() }).nullable(),
  profile: z.object({ value: z.string(), tier: configTier, source: z.string().nullable() }).nullable(),
  /** By setting name: what Sluice would fill in where the request leaves it out. */
  settings: z.record(z.string(), sourcedValue),
  /** Where a budget put a cheaper profile in place of the one that the tiers gave. */
  stepDown: z
    .object({
      budget: z.string(),
      /** Of its limit that was spent. */
      percent: z.number(),
      from: z.string(),
      to: z.string(),
    })
    .optional(),
});
export type ConfigTrace = z.infer<typeof configTrace>;

export const effectiveConfigInput = z.strictObject({
  type: modelType.default("llm"),
  /** As on the wire: `auto`, `profile:…`, `processor:…` or a model. */
  model: z.string().min(1).max(300).default("auto"),
  apiKeyId: z.uuid().optional(),
});
export type EffectiveConfigInput = z.infer<typeof effectiveConfigInput>;

/** One line of the inspector. */
export const effectiveLine = sourcedValue.extend({
  name: z.string(),
  /** Who last changed the tier's value; null where the history does not reach. */
  setBy: z.string().nullable(),
  setAt: z.date().nullable(),
});
export type EffectiveLine = z.infer<typeof effectiveLine>;
export const effectiveConfigView = z.object({ lines: z.array(effectiveLine), yaml: z.string() });
export type EffectiveConfigView = z.infer<typeof effectiveConfigView>;
