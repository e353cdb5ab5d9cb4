import type { TenantTransaction } from "@/server/db/client";

/** What an attempt's cost was, and is now that it was charged again. */
export interface CostCorrection {
  attemptId: string;
  requestId: string;
  tenantId: string;
  providerConfigId: string;
  model: string;
  apiKeyId: string | null;
  userId: string | null;
  processorId: string | null;
  taskType: string | null;
  startedAt: Date;
  wasPriced: boolean;
  isPriced: boolean;
  beforeNanoUsd: bigint;
  afterNanoUsd: bigint;
}

/**
 * What else keeps sums over attempts and must follow when they are charged again: money that budgets count as spent, rollups. Called in the
 * transaction that corrects the attempts, so that all of it changes or nothing does. Throwing undoes the batch and fails the job.
 */
export type CostCorrectionListener = (tx: TenantTransaction, corrections: readonly CostCorrection[]) => Promise<void>;
