import { z } from "zod";
import { type ModelType, modelType } from "./model-type";
import { credentialField, localText } from "./provider";
import { configValues, healthStatus, providerConfigStatus, publicConfig } from "./provider-config";
import { listRequestsInput, requestFilters } from "./request";
import { listTemplatesInput, renderedTemplate, templateView } from "./template";
import { pricesPerMillion } from "./tenant-model";
import { verificationReport } from "./verification";

/** A number or a date as a query string brings it. */
const queryNumber = z.coerce.number().int();
const queryDate = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .transform((text) => new Date(text));

export const restProviderInput = z.strictObject({
  provider: z.string().min(1).max(64),
  config: configValues,
  /** Tells several configs of one provider apart; the provider's id by default. An existing config of that name is replaced. */
  name: z.string().trim().min(1).max(64).optional(),
});
export const restValidateInput = restProviderInput.omit({ name: true });
export const restValidateResult = z.object({
  valid: z.boolean(),
  error: z.string().optional(),
  stages: verificationReport.shape.stages,
});

export const restModel = z.object({
  id: z.string(),
  displayName: z.string(),
  type: modelType,
  provider: z.string(),
  providerConfig: z.string(),
  isEnabled: z.boolean(),
  isDefault: z.boolean(),
  contextWindow: z.number().int().nullable(),
  maxOutputTokens: z.number().int().nullable(),
  pricesPerMillion,
});
export type RestModel = z.infer<typeof restModel>;

/** What a script needs of a provider config; secrets as their last four. */
export const restProviderConfig = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  status: providerConfigStatus,
  statusReason: z.string().nullable(),
  isValid: z.boolean(),
  isEnabled: z.boolean(),
  isDefault: z.boolean(),
  config: publicConfig,
  lastValidatedAt: z.date().nullable(),
});

export const restProvider = z.object({
  provider: z.string(),
  label: localText,
  description: localText,
  website: z.string(),
  fields: z.array(credentialField),
  modelTypes: z.array(modelType),
  isConfigured: z.boolean(),
  isValid: z.boolean(),
  configs: z.array(restProviderConfig),
  /** Callable models; empty until configured. */
  models: z.array(restModel),
});

export const restSavedProvider = restProviderConfig.extend({
  jobId: z.string().nullable(),
  models: z.array(restModel),
});

/** `confirm=false` refuses with `has_dependents` while something depends on the config; without it the call itself is the confirmation. */
export const restRemoveProviderInput = z.strictObject({ confirm: z.stringbool().default(true) });

const models = z.array(restModel);
export const restModelsByType = z.object({
  llm: models,
  text_embedding: models,
  rerank: models,
  tts: models,
  speech_to_text: models,
}) satisfies z.ZodType<Record<ModelType, RestModel[]>>;

/** `embedding` is accepted for `text_embedding`. */
export const restModelSettingInput = z.strictObject({
  modelType: z.preprocess((type) => (type === "embedding" ? "text_embedding" : type), modelType),
  provider: z.string().min(1),
  model: z.string().min(1),
  providerConfigId: z.uuid().optional(),
});
export const restModelSetting = z.object({
  modelType,
  provider: z.string().nullable(),
  model: z.string().nullable(),
  providerConfigId: z.string().nullable(),
  isCallable: z.boolean(),
});

/** All valid configs when neither is named. */
export const restSyncInput = z.strictObject({ provider: z.string().optional(), providerConfigId: z.uuid().optional() });
export const restSyncResult = z.object({
  jobs: z.array(z.object({ providerConfigId: z.string(), name: z.string(), jobId: z.string() })),
});

export const restCompletionInput = z.strictObject({
  taskType: z.string().trim().min(1).max(100),
  prompt: z.string().min(1),
  /** As on /v1: a model's id, `provider/model`, `auto` for the tenant's default; the one that scores best for the task when left out. */
  model: z.string().min(1).max(300).optional(),
  maxTokens: z.number().int().min(1).max(8192).optional(),
  temperature: z.number().min(0).max(2).optional(),
  stream: z.boolean().optional(),
});
export type RestCompletionInput = z.infer<typeof restCompletionInput>;

/** Costs are USD as exact decimal strings; null when the model has no price. */
export const restCompletion = z.object({
  id: z.string(),
  content: z.string(),
  model: z.string(),
  provider: z.string(),
  finishReason: z.string(),
  usage: z.object({
    promptTokens: z.number().int(),
    completionTokens: z.number().int(),
    totalTokens: z.number().int(),
  }),
  cost: z.object({ input: z.string().nullable(), output: z.string().nullable(), total: z.string().nullable() }),
  performance: z.object({ latencyMs: z.number().int(), timeToFirstTokenMs: z.number().int().nullable() }),
  cacheHit: z.boolean(),
});
export type RestCompletion = z.infer<typeof restCompletion>;

const rateLimits = z.object({
  requestsPerMinute: z.number().int().positive().nullish(),
  tokensPerMinute: z.number().int().positive().nullish(),
});

/** `providerType` is a provider's id, or `self_hosted` for a server of one's own. Other declared fields of the provider stand in `config` too. */
export const restLlmProviderInput = z.strictObject({
  name: z.string().trim().min(1).max(64),
  providerType: z.string().min(1).max(64),
  config: z
    .object({
      baseUrl: z.string().nullish(),
      models: z.array(z.string()).optional(),
      rateLimits: rateLimits.optional(),
    })
    .catchall(z.string())
    .default({}),
  apiKey: z.string().optional(),
});
export const restLlmProvider = z.object({
  id: z.string(),
  name: z.string(),
  providerType: z.string(),
  config: z.object({ baseUrl: z.string().nullable(), models: z.array(z.string()), rateLimits }),
  isEnabled: z.boolean(),
  isDefault: z.boolean(),
  priority: z.number().int(),
  healthStatus,
  status: providerConfigStatus,
});
export const restHealth = z.object({ status: healthStatus, latencyMs: z.number().int() });

/** Dates without a time are days of the tenant's zone, the last one included. */
const day = z.iso.date().or(z.iso.datetime({ offset: true }));
export const restUsageInput = z.strictObject({
  startDate: day,
  endDate: day,
  groupBy: z.enum(["day", "week", "month", "model", "task", "provider", "processor", "key", "member"]).default("day"),
});
/**
 * `period` for day, week and month, otherwise the field of the group's own name; ids for `processor`, `key` and `member`, "none" where a
 * request has none. `totalCost` is USD as an exact decimal string.
 */
export const restUsage = z.array(
  z.object({
    period: z.string().optional(),
    model: z.string().optional(),
    task: z.string().optional(),
    provider: z.string().optional(),
    processor: z.string().optional(),
    key: z.string().optional(),
    member: z.string().optional(),
    requestCount: z.number().int(),
    totalPromptTokens: z.number().int(),
    totalCompletionTokens: z.number().int(),
    totalCost: z.string(),
    unpricedCount: z.number().int(),
    avgLatencyMs: z.number().nullable(),
  }),
);

const queryRange = { from: queryDate.optional(), to: queryDate.optional() };
export const restRequestFilters = requestFilters.extend(queryRange);
export const restListRequestsInput = listRequestsInput.extend({
  ...queryRange,
  limit: queryNumber.min(1).max(200).default(50),
});

export const restTemplatesInput = listTemplatesInput.pick({ taskType: true });
export const restTemplate = templateView.omit({ isOwn: true });
/** `warnings` only where there are any. */
export const restRenderedTemplate = renderedTemplate.partial({ warnings: true });
