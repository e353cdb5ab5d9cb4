import { z } from "zod";
import { modelType } from "./model-type";
import { MAX_FIELD_CHARACTERS, providerView } from "./provider";
import { verificationReport } from "./verification";

/** Why a config can or can't serve, one word for cards, selectors and API alike. */
export const providerConfigStatus = z.enum([
  "ready",
  "unverified",
  "invalid",
  "disabled",
  "undecryptable",
  "no_models",
]);
export type ProviderConfigStatus = z.infer<typeof providerConfigStatus>;

export const healthStatus = z.enum(["healthy", "degraded", "unhealthy", "unknown"]);

/** The stored form without its secrets: a secret field shows only whether it is set and its last four. */
export const publicConfig = z.object({
  secrets: z.record(z.string(), z.object({ lastFour: z.string() })),
  values: z.record(z.string(), z.string()),
});
export type PublicConfig = z.infer<typeof publicConfig>;

export const providerConfigView = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  status: providerConfigStatus,
  /** A sentence in English behind `status` when it isn't "ready". */
  statusReason: z.string().nullable(),
  isValid: z.boolean(),
  isEnabled: z.boolean(),
  isDefault: z.boolean(),
  priority: z.number().int(),
  publicConfig,
  healthStatus,
  consecutiveFailures: z.number().int(),
  lastHealthCheckAt: z.date().nullable(),
  lastValidatedAt: z.date().nullable(),
  lastVerification: verificationReport.nullable(),
  lastSyncedAt: z.date().nullable(),
  requestsPerMinute: z.number().int().nullable(),
  tokensPerMinute: z.number().int().nullable(),
  maxParallelRequests: z.number().int().nullable(),
  enabledModelCount: z.number().int(),
  modelCount: z.number().int(),
  unpricedModelCount: z.number().int(),
  version: z.number().int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type ProviderConfigView = z.infer<typeof providerConfigView>;

/** The providers page: every provider we speak to, with the tenant's configs of it (none = not configured). */
export const providerCard = z.object({ provider: providerView, configs: z.array(providerConfigView) });
export type ProviderCard = z.infer<typeof providerCard>;

/** The form's values by field name, e.g. `{ api_key, base_url }`. A blank or missing secret keeps the stored one on update. */
export const configValues = z.record(z.string().max(64), z.string().max(MAX_FIELD_CHARACTERS));

const positive = z.number().int().positive().max(2_000_000_000).nullable();

export const createProviderConfigInput = z.strictObject({
  provider: z.string().min(1).max(64),
  /** Defaults to the provider's id. */
  name: z.string().trim().min(1).max(64).optional(),
  config: configValues,
  isDefault: z.boolean().optional(),
  priority: z.number().int().min(0).max(1000).optional(),
  requestsPerMinute: positive.optional(),
  tokensPerMinute: positive.optional(),
  maxParallelRequests: positive.optional(),
  /** True saves without a test; the config stays "unverified" and serves nothing until verified. */
  skipVerification: z.boolean().default(false),
});
export type CreateProviderConfigInput = z.infer<typeof createProviderConfigInput>;

export const updateProviderConfigInput = createProviderConfigInput.omit({ provider: true }).extend({
  id: z.uuid(),
  /** The version the form was read at; an older one is a `conflict`. */
  version: z.number().int(),
  isEnabled: z.boolean().optional(),
});
export type UpdateProviderConfigInput = z.infer<typeof updateProviderConfigInput>;

/**
 * `saved: false` means that the test failed and nothing was stored: the report says at which stage, why, and what to do.
 * A saved, valid config has started a model sync: `jobId`.
 */
export const saveProviderConfigResult = z.object({
  saved: z.boolean(),
  config: providerConfigView.nullable(),
  verification: verificationReport.nullable(),
  jobId: z.string().nullable(),
});
export type SaveProviderConfigResult = z.infer<typeof saveProviderConfigResult>;

export const providerConfigIdInput = z.strictObject({ id: z.uuid() });
export const setProviderConfigEnabledInput = z.strictObject({ id: z.uuid(), isEnabled: z.boolean() });

/** What stops working when a config goes: shown before the deletion is confirmed. */
export const providerConfigDependents = z.object({
  defaults: z.array(modelType),
  modelCount: z.number().int(),
  requestsLast24h: z.number().int(),
});
export type ProviderConfigDependents = z.infer<typeof providerConfigDependents>;

/** Deleting with dependents needs `confirm`, else `has_dependents` lists them. Defaults that point to it are cleared. */
export const removeProviderConfigInput = z.strictObject({ id: z.uuid(), confirm: z.boolean().default(false) });

/** Tests form values without saving; with `id`, blank secrets are taken from that stored config. */
export const verifyProviderInput = z.strictObject({
  provider: z.string().min(1).max(64),
  id: z.uuid().optional(),
  config: configValues,
});
