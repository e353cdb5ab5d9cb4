import { performance } from "node:perf_hooks";
import type { AppError } from "@/lib/contracts/errors";
import type { RequestStatus } from "@/lib/contracts/request";
import type { Passage, Target } from "@/server/gateway/health/target";
import type { Charge } from "@/server/gateway/ledger/price-usage";
import type { AttemptIntent, AttemptRecord } from "@/server/gateway/ledger/records";
import type { Candidate } from "@/server/gateway/routing/candidate";
import type { Price, ServiceTier } from "@/server/gateway/spec/price";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";
import type { Admission } from "./admit";

/** A call to a provider that is under way. */
export interface OpenAttempt {
  candidate: Candidate;
  /** Its place within every limit and budget. */
  admission: Admission;
  intent: AttemptIntent;
  /** What it is charged at: the price that held when the request came in. */
  price: Price | null;
  /** Whom to tell how it went; nobody for an attempt whose failure was put on. */
  target: Target | null;
  passage: Passage | null;
  startedAt: number;
  /** Whether the request went out to the provider. */
  isSent: boolean;
  timeToFirstTokenMs: number | null;
}

/** What is known of an attempt when it ends. */
export interface AttemptOutcome {
  /** What the provider reported, or our estimate of what it consumed; nothing when nothing can have been consumed. */
  usage?: Usage;
  error?: AppError;
}

/** How it went, as the ledger keeps it. A tier is named only where it is not the usual one. */
export function toAttemptRecord(
  attempt: OpenAttempt,
  { usage, error }: { usage: Usage | undefined; error: AppError | undefined },
  charge: Charge,
  serviceTier: ServiceTier | undefined,
): AttemptRecord {
  const { intent } = attempt;
  // Field by field: a spread of this many makes a slow object, and there is one for every call.
  const record: AttemptRecord = {
    attemptId: intent.attemptId,
    requestId: intent.requestId,
    tenantId: intent.tenantId,
    sequence: intent.sequence,
    apiKeyId: intent.apiKeyId,
    userId: intent.userId,
    processorId: intent.processorId,
    taskType: intent.taskType,
    providerConfigId: intent.providerConfigId,
    provider: intent.provider,
    model: intent.model,
    modelType: intent.modelType,
    startedAtMs: intent.startedAtMs,
    price: intent.price,
    estimate: intent.estimate,
    status: statusOf(error),
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
    upstreamStatus: error?.details.upstreamStatus ?? null,
    counts: usage?.counts ?? NOTHING,
    isUsageEstimated: usage?.isEstimated ?? false,
    isPriced: charge.isPriced,
    inputCostNanoUsd: charge.inputCostNanoUsd.toString(),
    outputCostNanoUsd: charge.outputCostNanoUsd.toString(),
    costNanoUsd: charge.costNanoUsd.toString(),
    providerCostNanoUsd: usage?.providerCostNanoUsd?.toString() ?? null,
    completedAtMs: intent.startedAtMs + Math.round(performance.now() - attempt.startedAt),
    timeToFirstTokenMs: attempt.timeToFirstTokenMs,
  };
  if (serviceTier !== undefined && serviceTier !== "standard") record.serviceTier = serviceTier;
  if (intent.holds !== undefined) record.holds = intent.holds;
  if (intent.drillId !== undefined) record.drillId = intent.drillId;
  return record;
}

export const NOTHING: UsageCounts = {};

export function statusOf(error: AppError | undefined): RequestStatus {
  if (!error) return "success";
  if (error.code === "client_closed") return "aborted";
  return error.code === "provider_timeout" ? "timeout" : "error";
}
