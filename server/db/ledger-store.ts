import type { LedgerStore } from "@/server/gateway/ledger/ledger-store";
import type { AttemptRecord, RequestRecord } from "@/server/gateway/ledger/records";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import type { Database } from "./client";
import type { Prisma } from "./generated/client";

/** The ledger's rows in Postgres: one transaction a batch, and a row that is there stays as it is. */
export function createLedgerStore(database: Database): LedgerStore {
  return {
    async write({ requests, attempts }) {
      await database.asSystem.$transaction([
        database.asSystem.llmAttempt.createMany({ data: attempts.map(toAttemptRow), skipDuplicates: true }),
        database.asSystem.llmRequest.createMany({ data: requests.map(toRequestRow), skipDuplicates: true }),
      ]);
    },
  };
}

function toAttemptRow(record: AttemptRecord): Prisma.LlmAttemptCreateManyInput {
  return {
    id: record.attemptId,
    requestId: record.requestId,
    tenantId: record.tenantId,
    sequence: record.sequence,
    providerConfigId: record.providerConfigId,
    provider: record.provider,
    model: record.model,
    modelType: record.modelType,
    status: record.status,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    upstreamStatus: record.upstreamStatus,
    usage: record.counts,
    isUsageEstimated: record.isUsageEstimated,
    isPriced: record.isPriced,
    ...(record.price ? { price: record.price } : {}),
    inputCostNanoUsd: BigInt(record.inputCostNanoUsd),
    outputCostNanoUsd: BigInt(record.outputCostNanoUsd),
    costNanoUsd: BigInt(record.costNanoUsd),
    providerCostNanoUsd: record.providerCostNanoUsd === null ? null : BigInt(record.providerCostNanoUsd),
    latencyMs: record.completedAtMs - record.startedAtMs,
    timeToFirstTokenMs: record.timeToFirstTokenMs,
    startedAt: new Date(record.startedAtMs),
    completedAt: new Date(record.completedAtMs),
  };
}

function toRequestRow(record: RequestRecord): Prisma.LlmRequestCreateManyInput {
  const promptTokens = totalInputTokens(record.counts);
  const completionTokens = totalOutputTokens(record.counts);
  return {
    id: record.requestId,
    tenantId: record.tenantId,
    apiKeyId: record.apiKeyId,
    userId: record.userId,
    source: record.source,
    taskType: record.taskType,
    modelType: record.modelType,
    modelRequested: record.modelRequested,
    modelServed: record.modelServed,
    provider: record.provider,
    providerConfigId: record.providerConfigId,
    isStream: record.isStream,
    status: record.status,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    attemptCount: record.attemptCount,
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    usage: record.counts,
    isUsageEstimated: record.isUsageEstimated,
    isPriced: record.isPriced,
    inputCostNanoUsd: BigInt(record.inputCostNanoUsd),
    outputCostNanoUsd: BigInt(record.outputCostNanoUsd),
    costNanoUsd: BigInt(record.costNanoUsd),
    latencyMs: record.completedAtMs - record.requestedAtMs,
    timeToFirstTokenMs: record.timeToFirstTokenMs,
    warnings: record.warnings,
    route: toJson(record.route),
    requestedAt: new Date(record.requestedAtMs),
    completedAt: new Date(record.completedAtMs),
  };
}

function toJson(value: Record<string, unknown>): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value));
}
