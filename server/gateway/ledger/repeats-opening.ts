import type { AttemptIntent, AttemptRecord, RequestOpening, RequestRecord } from "./records";

/** Whether an ended attempt says of its intent what the intent said, so that what was written of it can be written again. */
export function repeatsIntent(record: AttemptRecord, intent: AttemptIntent): boolean {
  return (
    record.attemptId === intent.attemptId &&
    record.requestId === intent.requestId &&
    record.tenantId === intent.tenantId &&
    record.sequence === intent.sequence &&
    record.apiKeyId === intent.apiKeyId &&
    record.userId === intent.userId &&
    record.processorId === intent.processorId &&
    record.taskType === intent.taskType &&
    record.providerConfigId === intent.providerConfigId &&
    record.provider === intent.provider &&
    record.model === intent.model &&
    record.modelType === intent.modelType &&
    record.startedAtMs === intent.startedAtMs &&
    record.price === intent.price &&
    record.estimate === intent.estimate &&
    record.holds === intent.holds &&
    record.drillId === intent.drillId
  );
}

/** Whether an ended request says of its opening what the opening said. */
export function repeatsOpening(record: RequestRecord, opening: RequestOpening): boolean {
  return (
    record.requestId === opening.requestId &&
    record.tenantId === opening.tenantId &&
    record.apiKeyId === opening.apiKeyId &&
    record.userId === opening.userId &&
    record.source === opening.source &&
    record.modelType === opening.modelType &&
    record.modelRequested === opening.modelRequested &&
    record.taskType === opening.taskType &&
    record.isStream === opening.isStream &&
    record.processorId === opening.processorId &&
    record.runId === opening.runId &&
    record.templateId === opening.templateId &&
    record.profile === opening.profile &&
    record.requestedAtMs === opening.requestedAtMs
  );
}
