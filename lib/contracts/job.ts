import { z } from "zod";

export const jobStatus = z.enum(["queued", "running", "succeeded", "failed", "cancelled"]);
export type JobStatus = z.infer<typeof jobStatus>;

/** What a model sync changed: the diff that the sync's panel shows. */
export const modelSyncResult = z.object({
  listed: z.number().int(),
  enabled: z.number().int(),
  added: z.array(z.object({ modelId: z.string(), type: z.string(), isEnabled: z.boolean(), isPriced: z.boolean() })),
  gone: z.array(z.object({ modelId: z.string() })),
  changed: z.array(z.object({ modelId: z.string(), field: z.string(), before: z.string(), after: z.string() })),
  /** Listed but not callable through Sluice (image, video, moderation…). */
  skipped: z.array(z.string()),
  /** Prices that were not taken over: the known one stays. Missing in results of older versions. */
  refused: z
    .array(
      z.object({
        modelId: z.string(),
        unit: z.string(),
        reason: z.enum(["malformed", "too_far_off"]),
        before: z.string(),
        after: z.string(),
      }),
    )
    .default([]),
});
export type ModelSyncResult = z.infer<typeof modelSyncResult>;

/** What charging attempts again at the price known by now has changed. */
export const repricingResult = z.object({
  /** Attempts of the model and period that were looked at. */
  examined: z.number().int(),
  changed: z.number().int(),
  /** Still without a price, in whole or for a unit of theirs. */
  unpriced: z.number().int(),
  requestsChanged: z.number().int(),
  beforeNanoUsd: z.string(),
  afterNanoUsd: z.string(),
});
export type RepricingResult = z.infer<typeof repricingResult>;

export const jobView = z.object({
  id: z.string(),
  kind: z.enum(["model_sync", "repricing", "routing_replay", "request_export", "budget_reconciliation"]),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  status: jobStatus,
  progressDone: z.number().int(),
  progressTotal: z.number().int().nullable(),
  currentItem: z.string().nullable(),
  modelSync: modelSyncResult.nullable(),
  repricing: repricingResult.nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type JobView = z.infer<typeof jobView>;

export const jobInput = z.strictObject({ id: z.uuid() });
/** Newest first; `targetId` narrows to one provider config. */
export const listJobsInput = z.strictObject({ targetId: z.uuid().optional(), isActive: z.boolean().optional() });
