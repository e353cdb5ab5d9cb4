import { z } from "zod";
import { callSettings } from "./call-settings";
import { modelType } from "./model-type";
import { priceDecimal } from "./price";
import { modelTarget } from "./profile";

/** Profiles that a global model stands in for, where an organization has not made its own. */
export const MODEL_CATEGORIES = ["fast", "balanced", "powerful", "specialized"] as const;
export const modelCategory = z.enum(MODEL_CATEGORIES);
export type ModelCategory = z.infer<typeof modelCategory>;

/** Whose keys of the environment are lent to organizations that have no config of the provider. */
export const systemKeysPolicy = z.strictObject({
  isAllowed: z.boolean(),
  /** Providers by id; null is each that the environment has a key for. */
  providers: z.array(z.string().min(1).max(64)).max(100).nullable(),
});
export type SystemKeysPolicy = z.infer<typeof systemKeysPolicy>;

/** Until an operator says otherwise: what the environment lends is lent. */
export const LEND_ALL: SystemKeysPolicy = { isAllowed: true, providers: null };

/** A model that Sluice itself would use for a named job: `system_settings` under `infra_model_<job>`. */
export const infraModel = z.strictObject({
  providerId: z.string().min(1).max(64),
  modelId: z.string().min(1).max(300),
});
export type InfraModel = z.infer<typeof infraModel>;
export const infraJob = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, "1 to 48 lower-case letters, digits or underscores");

export const globalSettingView = z.object({
  id: z.string(),
  provider: z.string(),
  modelName: z.string(),
  displayName: z.string(),
  description: z.string(),
  category: modelCategory.nullable(),
  isDefault: z.boolean(),
  isActive: z.boolean(),
  settings: callSettings,
  /** Task types that it is preferred for; the catalog's where none are given. */
  bestFor: z.array(z.string()),
  /** USD per million tokens; null is the catalog's. */
  inputPerMillion: z.string().nullable(),
  outputPerMillion: z.string().nullable(),
  version: z.number().int(),
  updatedAt: z.date(),
  /** What is wrong with it now, such as a model that is gone. */
  faults: z.array(z.string()),
  /** Whether an organization without a config of the provider may call it. */
  isLent: z.boolean(),
});
export type GlobalSettingView = z.infer<typeof globalSettingView>;

/** A model of the catalog, as far as a form needs it. */
export const catalogChoice = z.object({
  provider: z.string(),
  modelId: z.string(),
  displayName: z.string(),
  type: modelType,
});
export type CatalogChoice = z.infer<typeof catalogChoice>;

export const operatorSettings = z.object({
  globals: z.array(globalSettingView),
  systemKeys: z.object({
    policy: systemKeysPolicy,
    /** Providers that the environment has a key for. None where it lends no keys at all. */
    inEnvironment: z.array(z.string()),
  }),
  infraModels: z.array(z.object({ job: z.string(), model: infraModel.nullable(), fault: z.string().nullable() })),
  /** What may be chosen: models that the catalog lists as active. */
  choices: z.array(catalogChoice),
  /** The latest changes by operators, newest first. */
  changes: z.array(
    z.object({
      id: z.string(),
      action: z.string(),
      actorName: z.string(),
      targetName: z.string().nullable(),
      createdAt: z.date(),
    }),
  ),
});
export type OperatorSettingsView = z.infer<typeof operatorSettings>;

export const saveGlobalSettingInput = z.strictObject({
  /** Null makes a new one; else the version that the form read. */
  edits: z.strictObject({ id: z.uuid(), version: z.number().int() }).nullable(),
  model: modelTarget,
  displayName: z.string().trim().min(1).max(200),
  description: z.string().trim().max(500).default(""),
  category: modelCategory.nullable(),
  /** The first default is made so; another is moved by `setDefault`, so that it is never moved unseen. */
  isDefault: z.boolean(),
  isActive: z.boolean(),
  settings: callSettings.default({}),
  bestFor: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  inputPerMillion: priceDecimal.nullable(),
  outputPerMillion: priceDecimal.nullable(),
});
export type SaveGlobalSettingInput = z.infer<typeof saveGlobalSettingInput>;

export const globalSettingIdInput = z.strictObject({ id: z.uuid() });
export const setInfraModelInput = z.strictObject({ job: infraJob, model: infraModel });
export type SetInfraModelInput = z.infer<typeof setInfraModelInput>;
