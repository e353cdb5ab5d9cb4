import { z } from "zod";
import type { SpeedStore } from "@/server/gateway/routing/speed-store";
import type { Database } from "./client";

const knownSpeeds = z.array(
  z.object({
    providerConfigId: z.string(),
    model: z.string(),
    latencyMs: z.number().nullable(),
    tokensPerSecond: z.number().nullable(),
  }),
);

/** Enough for a fair mean of the models a tenant uses, and read off the index in a moment however many calls it made. */
const ATTEMPTS_PER_TENANT = 2_000;
/** Shorter answers tell nothing of throughput, as the meter reckons. */
const LEAST_TOKENS = 16;

/** The speeds that the attempts in Postgres tell, reckoned as the meter does: until the first token for chats that streamed, else the whole time. */
export function createSpeedStore({ asSystem }: Pick<Database, "asSystem">): SpeedStore {
  return {
    async loadSince(since) {
      const rows = await asSystem.$queryRaw`
        SELECT provider_config_id::text AS "providerConfigId", model,
          avg(CASE WHEN model_type = 'llm' THEN time_to_first_token_ms ELSE latency_ms END)::float8 AS "latencyMs",
          (avg(tokens * 1000.0 / writing_ms) FILTER (WHERE tokens >= ${LEAST_TOKENS} AND writing_ms > 0))::float8 AS "tokensPerSecond"
        FROM tenants CROSS JOIN LATERAL (
          SELECT provider_config_id, model, model_type, latency_ms, time_to_first_token_ms,
            latency_ms - coalesce(time_to_first_token_ms, 0) AS writing_ms,
            coalesce((usage->>'outputTokens')::int, 0) + coalesce((usage->>'reasoningTokens')::int, 0)
              + coalesce((usage->>'outputAudioTokens')::int, 0) + coalesce((usage->>'outputImageTokens')::int, 0) AS tokens
          FROM llm_attempts
          WHERE tenant_id = tenants.id AND started_at >= ${since} AND status = 'success'
          ORDER BY started_at DESC LIMIT ${ATTEMPTS_PER_TENANT}
        ) AS latest
        GROUP BY provider_config_id, model`;
      return knownSpeeds.parse(rows);
    },
  };
}
