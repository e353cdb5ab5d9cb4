import { z } from "zod";
import { modelType } from "./model-type";
import { providerConfigStatus } from "./provider-config";

/** USD per million units as decimal strings by unit name (`inputTokens`, `outputTokens`, `characters`…). Null is unpriced. */
export const pricesPerMillion = z.record(z.string(), z.string()).nullable();

export const tenantModelView = z.object({
  id: z.string(),
  providerConfigId: z.string(),
  providerConfigName: z.string(),
  provider: z.string(),
  modelId: z.string(),
  displayName: z.string(),
  type: modelType,
  isEnabled: z.boolean(),
  contextWindow: z.number().int().nullable(),
  maxOutputTokens: z.number().int().nullable(),
  supportsStreaming: z.boolean(),
  supportsReasoning: z.boolean(),
  supportsFunctionCalling: z.boolean(),
  supportsVision: z.boolean(),
  pricesPerMillion,
  priceSource: z.string().nullable(),
  bestFor: z.array(z.string()),
  isDeprecated: z.boolean(),
  goneSince: z.date().nullable(),
  /** Whether a call would reach it now; otherwise which status of its provider config stands in the way. */
  isCallable: z.boolean(),
  providerStatus: providerConfigStatus,
  isDefault: z.boolean(),
});
export type TenantModelView = z.infer<typeof tenantModelView>;

export const listTenantModelsInput = z.strictObject({
  type: modelType.optional(),
  providerConfigId: z.uuid().optional(),
  search: z.string().max(200).optional(),
  state: z.enum(["enabled", "disabled", "unpriced", "gone"]).optional(),
});
export type ListTenantModelsInput = z.infer<typeof listTenantModelsInput>;

export const setModelsEnabledInput = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(1000),
  isEnabled: z.boolean(),
});

/** `null` returns to the catalog's price. Decimals of USD per million units, at most six digits after the point. */
export const setModelPriceInput = z.strictObject({
  id: z.uuid(),
  pricesPerMillion: z
    .record(z.string(), z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, "a decimal such as 0.15"))
    .nullable(),
});

export const syncModelsInput = z.strictObject({ providerConfigId: z.uuid() });
export const syncModelsResult = z.object({ jobId: z.string() });

/** One of the five selectors. */
export const modelSettingView = z.object({
  modelType,
  /** Null while the tenant has no default for the type. */
  current: z
    .object({
      provider: z.string(),
      providerConfigId: z.string(),
      providerConfigName: z.string(),
      model: z.string(),
      displayName: z.string(),
      isCallable: z.boolean(),
      providerStatus: providerConfigStatus,
    })
    .nullable(),
  /** Callable models of the type, from valid configs only. */
  options: z.array(
    z.object({
      provider: z.string(),
      providerConfigId: z.string(),
      providerConfigName: z.string(),
      model: z.string(),
      displayName: z.string(),
      contextWindow: z.number().int().nullable(),
      pricesPerMillion,
    }),
  ),
});
export type ModelSettingView = z.infer<typeof modelSettingView>;

export const setModelSettingInput = z.strictObject({
  modelType,
  provider: z.string().min(1),
  model: z.string().min(1),
  /** Which of several configs of the provider; the first by priority when left out. */
  providerConfigId: z.uuid().optional(),
});
export type SetModelSettingInput = z.infer<typeof setModelSettingInput>;
export const clearModelSettingInput = z.strictObject({ modelType });
