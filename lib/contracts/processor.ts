import { z } from "zod";
import { callSettings } from "./call-settings";
import { sourcedValue } from "./effective-config";
import { configName, costEstimate, modelTarget } from "./profile";

/** `processors.configuration` as it is stored. */
export const processorConfiguration = z.strictObject({
  /** The tenant's default profile when left out. */
  llm_profile: configName.nullish(),
  /** In place of the profile's model; its fallbacks stay. */
  model_override: modelTarget.nullish(),
  settings_override: callSettings.default({}),
});
export type ProcessorConfiguration = z.infer<typeof processorConfiguration>;

export const processorView = z.object({
  id: z.string(),
  name: configName,
  description: z.string(),
  taskType: z.string(),
  configuration: processorConfiguration,
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
  isNew: z.boolean().default(false),
});
export type SaveProcessorInput = z.infer<typeof saveProcessorInput>;
export const processorNameInput = z.strictObject({ name: configName });

export const runProcessorInput = z.strictObject({ name: configName, input: z.string().min(1).max(400_000) });
export type RunProcessorInput = z.infer<typeof runProcessorInput>;

export const runStatus = z.enum(["running", "succeeded", "failed", "cancelled"]);
export const runView = z.object({
  id: z.string(),
  requestId: z.string().nullable(),
  status: runStatus,
  modelServed: z.string().nullable(),
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
