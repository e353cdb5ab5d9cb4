import { z } from "zod";

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
});
export type ConfigTrace = z.infer<typeof configTrace>;
