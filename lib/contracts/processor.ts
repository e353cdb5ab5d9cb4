import { z } from "zod";
import { callSettings } from "./call-settings";
import { sourcedValue } from "./effective-config";
import { configName, costEstimate, modelTarget } from "./profile";
import { templateValues } from "./template";

/** `processors.configuration` as it is stored. */
export const processorConfiguration = z.strictObject({
  /** The tenant's default profile when left out. */
  llm_profile: configName.nullish(),
  /** In place of the profile's model; its fallbacks stay. */
  model_override: modelTarget.nullish(),
  settings_override: callSettings.default({}),
});
export type ProcessorConfiguration = z.infer<typeof processorConfiguration>;

/** The version of a prompt template that a processor's runs are made of. */
export const processorTemplate = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int(),
  isOwn: z.boolean(),
  /** Of the text that its model gets; what is filled in for a run. */
  variables: z.array(z.string()),
});
export type ProcessorTemplate = z.infer<typeof processorTemplate>;

/** Stands in a template for what is entered as the run's input. */
export const INPUT_VARIABLE = "input";

export const processorView = z.object({
  id: z.string(),
  name: configName,
  description: z.string(),
  taskType: z.string(),
  configuration: processorConfiguration,
  templateId: z.string().nullable(),
  /** Null where it has none, or one that is not within reach any more. */
  template: processorTemplate.nullable(),
  version: z.number().int(),
  updatedAt: z.date(),
  /** What its calls get, by setting, each with its tier; and the first model they go to. */
  settings: z.record(z.string(), sourcedValue),
  effectiveProfile: sourcedValue.nullable(),
  effectiveModel: sourcedValue.nullable(),
  /** Why no call would be served now; null where one would. */
  fault: z.string().nullable(),
  /** For one run. */
  estimate: costEstimate,
  requestCount7d: z.number().int(),
  costNanoUsd7d: z.string(),
});
export type ProcessorView = z.infer<typeof processorView>;

export const saveProcessorInput = z.strictObject({
  name: configName,
  description: z.string().max(500).default(""),
  taskType: z.string().trim().min(1).max(100),
  configuration: processorConfiguration,
  /** The organization's own or a public one; what is left out stays, null takes it away. */
  templateId: z.uuid().nullish(),
  isNew: z.boolean().default(false),
});
export type SaveProcessorInput = z.infer<typeof saveProcessorInput>;
export const processorNameInput = z.strictObject({ name: configName });

export const runProcessorInput = z.strictObject({
  name: configName,
  /** The whole message, or what stands for `{{input}}` in the processor's template. */
  input: z.string().max(400_000).default(""),
  /** For the other variables of the template. */
  variables: templateValues.default({}),
});
export type RunProcessorInput = z.input<typeof runProcessorInput>;

export const runStatus = z.enum(["running", "succeeded", "failed", "cancelled"]);
export const runView = z.object({
  id: z.string(),
  requestId: z.string().nullable(),
  status: runStatus,
  modelServed: z.string().nullable(),
  /** What it was made of; null without one, or where it is not within reach any more. */
  template: processorTemplate.pick({ id: true, name: true, version: true }).nullable(),
  provider: z.string().nullable(),
  promptTokens: z.number().int().nullable(),
  completionTokens: z.number().int().nullable(),
  costNanoUsd: z.string().nullable(),
  estimateLowNanoUsd: z.string().nullable(),
  estimateHighNanoUsd: z.string().nullable(),
  latencyMs: z.number().int().nullable(),
  errorMessage: z.string().nullable(),
  startedAt: z.date(),
});
export type RunView = z.infer<typeof runView>;
