import { type JobView, jobView, modelSyncResult, repricingResult } from "@/lib/contracts/job";
import type { Job } from "@/server/db/generated/client";

export function toJobView(row: Job): JobView {
  return {
    id: row.id,
    kind: jobView.shape.kind.parse(row.kind),
    targetId: row.targetId,
    targetName: row.targetName,
    status: row.status,
    progressDone: row.progressDone,
    progressTotal: row.progressTotal,
    currentItem: row.currentItem,
    modelSync: row.kind === "model_sync" && row.status === "succeeded" ? modelSyncResult.parse(row.result) : null,
    repricing: row.kind === "repricing" && row.status === "succeeded" ? repricingResult.parse(row.result) : null,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
