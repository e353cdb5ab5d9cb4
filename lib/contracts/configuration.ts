import { z } from "zod";
import { modelType } from "./model-type";
import { processorConfiguration } from "./processor";
import { configName, llmConfiguration, modelTarget } from "./profile";

export const processorDocument = processorConfiguration.extend({
  description: z.string().max(500).default(""),
  task_type: z.string().trim().min(1).max(100),
  /** One version of a prompt template, the organization's own or a public one, by its id. */
  template_id: z.uuid().nullish(),
});
export type ProcessorDocument = z.infer<typeof processorDocument>;

/** A tenant's configuration as one document: what is exported, planned, applied and kept at every save. Never a secret. */
export const configurationDocument = z.strictObject({
  version: z.literal(1).default(1),
  default_profile: llmConfiguration.shape.default_profile,
  profiles: llmConfiguration.shape.profiles,
  processors: z.record(configName, processorDocument).default({}),
  /** The default model of each type; a type that is left out keeps its own. */
  defaults: z.partialRecord(modelType, modelTarget).default({}),
});
export type ConfigurationDocument = z.infer<typeof configurationDocument>;

/** What is wrong with a configuration: where, as a dotted path, and why, as a sentence. */
export const configurationFault = z.object({ path: z.string(), reason: z.string() });
export type ConfigurationFault = z.infer<typeof configurationFault>;

export const configurationChange = z.object({
  path: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type ConfigurationChange = z.infer<typeof configurationChange>;

export const configurationPlan = z.object({
  changes: z.array(configurationChange),
  /** Any of these refuses the whole. */
  faults: z.array(configurationFault),
  warnings: z.array(configurationFault),
});
export type ConfigurationPlan = z.infer<typeof configurationPlan>;

/** The document as YAML or JSON text. */
export const configurationText = z.strictObject({ document: z.string().min(1).max(1_000_000) });
export const configurationExport = z.object({ document: z.string(), version: z.number().int() });

export const configVersionView = z.object({
  version: z.number().int(),
  action: z.string(),
  actorName: z.string(),
  createdAt: z.date(),
  /** Against the version before. */
  changes: z.array(configurationChange),
});
export type ConfigVersionView = z.infer<typeof configVersionView>;
export const configVersionInput = z.strictObject({ version: z.number().int().positive() });
export const listConfigVersionsInput = z.strictObject({ limit: z.number().int().min(1).max(100).default(30) });
