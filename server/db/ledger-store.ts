import type { LedgerStore } from "@/server/gateway/ledger/ledger-store";
import type { AttemptRecord, RequestRecord } from "@/server/gateway/ledger/records";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import type { Database } from "./client";

/**
 * The ledger's rows in Postgres: one transaction a batch, and a row that is there stays as it is. A batch travels as one JSON parameter,
 * which Postgres takes apart several times as fast as Prisma binds thousands of values.
 */
export function createLedgerStore({ asSystem }: Pick<Database, "asSystem">): LedgerStore {
  return {
    async write({ requests, attempts }) {
      const attemptRows = toJsonText(attempts.map(toAttemptRow));
      const requestRows = toJsonText(requests.map(toRequestRow));
      await asSystem.$transaction([
        asSystem.$executeRaw`
          INSERT INTO llm_attempts SELECT * FROM jsonb_populate_recordset(NULL::llm_attempts, ${attemptRows}::text::jsonb)
          ON CONFLICT (id) DO NOTHING`,
        asSystem.$executeRaw`
          INSERT INTO llm_requests SELECT * FROM jsonb_populate_recordset(NULL::llm_requests, ${requestRows}::text::jsonb)
          ON CONFLICT (id) DO NOTHING`,
      ]);
    },
  };
}

/** What Postgres can't hold, NUL and half a surrogate pair, is replaced: a client may put either into a model's name, and its row must not stay out for that. */
function toJsonText(rows: readonly unknown[]): string {
  const text = JSON.stringify(rows);
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "\ufffd").toWellFormed() : value,
  );
}

/** By column name; every column that may not be null is here, for a missing one is null. */
function toAttemptRow(record: AttemptRecord) {
  return {
    id: record.attemptId,
    request_id: record.requestId,
    tenant_id: record.tenantId,
    sequence: record.sequence,
    provider_config_id: record.providerConfigId,
    provider: record.provider,
    model: record.model,
    model_type: record.modelType,
    status: record.status,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    upstream_status: record.upstreamStatus,
    usage: record.counts,
    is_usage_estimated: record.isUsageEstimated,
    is_priced: record.isPriced,
    price: record.price,
    input_cost_nano_usd: record.inputCostNanoUsd,
    output_cost_nano_usd: record.outputCostNanoUsd,
    cost_nano_usd: record.costNanoUsd,
    provider_cost_nano_usd: record.providerCostNanoUsd,
    latency_ms: record.completedAtMs - record.startedAtMs,
    time_to_first_token_ms: record.timeToFirstTokenMs,
    started_at: new Date(record.startedAtMs),
    completed_at: new Date(record.completedAtMs),
  };
}

function toRequestRow(record: RequestRecord) {
  const promptTokens = totalInputTokens(record.counts);
  const completionTokens = totalOutputTokens(record.counts);
  return {
    id: record.requestId,
    tenant_id: record.tenantId,
    api_key_id: record.apiKeyId,
    user_id: record.userId,
    source: record.source,
    task_type: record.taskType,
    model_type: record.modelType,
    model_requested: record.modelRequested,
    model_served: record.modelServed,
    provider: record.provider,
    provider_config_id: record.providerConfigId,
    is_stream: record.isStream,
    status: record.status,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    attempt_count: record.attemptCount,
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    usage: record.counts,
    is_usage_estimated: record.isUsageEstimated,
    is_priced: record.isPriced,
    input_cost_nano_usd: record.inputCostNanoUsd,
    output_cost_nano_usd: record.outputCostNanoUsd,
    cost_nano_usd: record.costNanoUsd,
    latency_ms: record.completedAtMs - record.requestedAtMs,
    time_to_first_token_ms: record.timeToFirstTokenMs,
    cache_hit: false,
    warnings: record.warnings,
    route: record.route,
    requested_at: new Date(record.requestedAtMs),
    completed_at: new Date(record.completedAtMs),
  };
}
