import type { LedgerStore } from "@/server/gateway/ledger/ledger-store";
import type { Database } from "./client";

/**
 * The ledger's rows in Postgres: one transaction a batch, and a row that is there stays as it is. A batch travels as one JSON parameter in
 * the journal's own words, and Postgres takes it apart: nothing is parsed, bound or written again in this process, whose time belongs to calls.
 */
export function createLedgerStore({ ledgerPool }: Pick<Database, "ledgerPool">): LedgerStore {
  return {
    async write({ requests, attempts }) {
      const client = await ledgerPool.connect();
      // Nobody else listens while it is ours, and an error that nobody hears ends the process. The statement under way, or the next, fails of it.
      client.on("error", heard);
      let failure: Error | undefined;
      try {
        await client.query("BEGIN");
        if (attempts.length > EMPTY_ARRAY_BYTES) {
          const { rows } = await client.query(INSERT_ATTEMPTS, [storable(attempts)]);
          // Only rows that were not there before are charged, in the transaction that puts them there: so each exactly once.
          if (rows.length > 0) {
            await client.query(CHARGE_WINDOWS, [JSON.stringify(rows)]);
            await client.query(CHARGE_LEASES, [JSON.stringify(rows)]);
          }
        }
        if (requests.length > EMPTY_ARRAY_BYTES) await client.query(INSERT_REQUESTS, [storable(requests)]);
        await client.query("COMMIT");
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.off("error", heard);
        // A connection that failed is closed: its transaction ends with it, whatever state it was in.
        client.release(failure);
      }
    },
    async release(writerId) {
      await ledgerPool.query(RELEASE, [writerId]);
    },
  };
}

const heard = () => undefined;

const EMPTY_ARRAY_BYTES = 2;

/** What Postgres can't hold, NUL and half a surrogate pair, is replaced: a client may put either into a model's name, and its row must not stay out for that. */
function storable(rows: Buffer): Buffer | string {
  if (!rows.includes("\\u0000") && !rows.includes("\\ud")) return rows;
  return JSON.stringify(JSON.parse(rows.toString("utf8")), (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "\ufffd").toWellFormed() : value,
  );
}

/** Epoch milliseconds as a timestamp, exact: the product of an integer and an interval is no floating point number. */
const at = (column: string) => `'epoch'::timestamptz + "${column}" * interval '1 millisecond'`;

const tokens = (...units: string[]) => units.map((unit) => `coalesce((counts->>'${unit}')::int, 0)`).join(" + ");
const INPUT = tokens("inputTokens", "cacheReadTokens", "cacheWrite5mTokens", "cacheWrite1hTokens", "inputAudioTokens");
const OUTPUT = tokens("outputTokens", "reasoningTokens", "outputAudioTokens", "outputImageTokens");

/** Gives back one row for each window and lease that the attempts inserted just now are charged to. */
const INSERT_ATTEMPTS = `
  WITH inserted AS (INSERT INTO llm_attempts (id, request_id, tenant_id, sequence, api_key_id, user_id, processor_id, task_type, provider_config_id,
    provider, model, model_type, status, error_code, error_message, upstream_status, usage, is_usage_estimated, is_priced, price, service_tier, input_cost_nano_usd, output_cost_nano_usd, cost_nano_usd,
    provider_cost_nano_usd, latency_ms, time_to_first_token_ms, started_at, completed_at, holds, drill_id)
  SELECT "attemptId", "requestId", "tenantId", sequence, "apiKeyId", "userId", "processorId", "taskType", "providerConfigId",
    provider, model, "modelType", status, "errorCode", "errorMessage", "upstreamStatus", counts, "isUsageEstimated", "isPriced", price, "serviceTier", "inputCostNanoUsd", "outputCostNanoUsd", "costNanoUsd",
    "providerCostNanoUsd", "completedAtMs" - "startedAtMs", "timeToFirstTokenMs", ${at("startedAtMs")}, ${at("completedAtMs")}, holds, "drillId"
  FROM json_to_recordset($1::json) AS record("attemptId" uuid, "requestId" uuid, "tenantId" uuid, sequence int, "apiKeyId" uuid,
    "userId" uuid, "processorId" uuid, "taskType" text, "providerConfigId" uuid, provider text, model text, "modelType" text, status text, "errorCode" text, "errorMessage" text, "upstreamStatus" int, counts jsonb,
    "isUsageEstimated" boolean, "isPriced" boolean, price jsonb, "serviceTier" text, "inputCostNanoUsd" bigint, "outputCostNanoUsd" bigint,
    "costNanoUsd" bigint, "providerCostNanoUsd" bigint, "timeToFirstTokenMs" int, "startedAtMs" bigint, "completedAtMs" bigint, holds jsonb, "drillId" uuid)
  ON CONFLICT (id) DO NOTHING RETURNING cost_nano_usd, is_priced, holds)
  SELECT hold->>'budgetId' AS budget_id, (hold->>'windowStartMs')::bigint AS starts_ms, hold->>'leaseId' AS lease_id,
    sum(CASE WHEN is_priced THEN cost_nano_usd ELSE (hold->>'amountNanoUsd')::bigint END)::bigint AS charge
  FROM inserted, jsonb_array_elements(holds) AS hold GROUP BY 1, 2, 3`;

/** Locked in one order everywhere, so that two batches never wait for each other. A budget that is gone is charged nothing. */
const CHARGE_WINDOWS = `
  WITH charged AS (
    SELECT budget_id, ${at("starts_ms")} AS starts_at, sum(charge)::bigint AS charge
    FROM json_to_recordset($1::json) AS charged(budget_id uuid, starts_ms bigint, charge bigint) GROUP BY 1, 2
  ), locked AS (
    SELECT budget_id, starts_at FROM budget_windows JOIN charged USING (budget_id, starts_at)
    ORDER BY budget_id, starts_at FOR UPDATE OF budget_windows
  )
  UPDATE budget_windows spent SET spent_nano_usd = spent.spent_nano_usd + charged.charge
  FROM charged JOIN locked USING (budget_id, starts_at)
  WHERE spent.budget_id = charged.budget_id AND spent.starts_at = charged.starts_at`;

const CHARGE_LEASES = `
  WITH charged AS (
    SELECT lease_id, sum(charge)::bigint AS charge FROM json_to_recordset($1::json) AS charged(lease_id uuid, charge bigint)
    WHERE lease_id IS NOT NULL GROUP BY 1
  ), locked AS (
    SELECT id FROM budget_leases JOIN charged ON id = lease_id ORDER BY id FOR UPDATE OF budget_leases
  )
  UPDATE budget_leases lease SET settled_nano_usd = lease.settled_nano_usd + charged.charge
  FROM charged JOIN locked ON locked.id = charged.lease_id WHERE lease.id = charged.lease_id`;

const RELEASE = `
  WITH held AS (
    SELECT id FROM budget_leases WHERE replica_id = $1 AND granted_nano_usd > settled_nano_usd + returned_nano_usd
    ORDER BY id FOR UPDATE
  )
  UPDATE budget_leases lease SET returned_nano_usd = granted_nano_usd - settled_nano_usd, closed_at = coalesce(closed_at, now())
  FROM held WHERE lease.id = held.id`;

const INSERT_REQUESTS = `
  INSERT INTO llm_requests (id, tenant_id, api_key_id, user_id, source, task_type, model_type, model_requested, model_served, provider,
    provider_config_id, is_stream, status, error_code, error_message, attempt_count, prompt_tokens, completion_tokens, total_tokens, usage,
    is_usage_estimated, is_priced, input_cost_nano_usd, output_cost_nano_usd, cost_nano_usd, latency_ms, time_to_first_token_ms, cache_hit,
    saved_nano_usd, processor_id, run_id, template_id, profile, warnings, route, requested_at, completed_at)
  SELECT "requestId", "tenantId", "apiKeyId", "userId", source, "taskType", "modelType", "modelRequested", "modelServed", provider,
    "providerConfigId", "isStream", status, "errorCode", "errorMessage", "attemptCount", ${INPUT}, ${OUTPUT}, ${INPUT} + ${OUTPUT}, counts,
    "isUsageEstimated", "isPriced", "inputCostNanoUsd", "outputCostNanoUsd", "costNanoUsd", "completedAtMs" - "requestedAtMs",
    "timeToFirstTokenMs", coalesce("cacheHit", false), coalesce("savedNanoUsd", 0), "processorId", "runId", "templateId", profile, warnings, route, ${at("requestedAtMs")}, ${at("completedAtMs")}
  FROM json_to_recordset($1::json) AS record("requestId" uuid, "tenantId" uuid, "apiKeyId" uuid, "userId" uuid, source text,
    "taskType" text, "modelType" text, "modelRequested" text, "modelServed" text, provider text, "providerConfigId" uuid,
    "isStream" boolean, status text, "errorCode" text, "errorMessage" text, "attemptCount" int, counts jsonb, "isUsageEstimated" boolean,
    "isPriced" boolean, "inputCostNanoUsd" bigint, "outputCostNanoUsd" bigint, "costNanoUsd" bigint, "timeToFirstTokenMs" int,
    "cacheHit" boolean, "savedNanoUsd" bigint, "processorId" uuid, "runId" uuid, "templateId" uuid, profile text, warnings text[], route jsonb, "requestedAtMs" bigint, "completedAtMs" bigint)
  ON CONFLICT (id) DO NOTHING`;
