import { Prisma } from "@/server/db/generated/client";

/** What counts as an error: ended without an answer, and not because the client went away. */
export const IS_ERROR = Prisma.sql`r.status NOT IN ('success', 'aborted')`;

const counts = (...units: string[]) =>
  Prisma.join(
    units.map((unit) => Prisma.sql`coalesce((a.usage->>${unit}::text)::bigint, 0)`),
    " + ",
  );

/** The figures' columns, in the order in which everything below names them. */
export const FIGURE_COLUMNS = Prisma.sql`request_count, error_count, rescued_count, cache_hit_count, estimated_count, unpriced_count,
  attempt_count, prompt_tokens, completion_tokens, cached_tokens, cost_nano_usd, saved_nano_usd, latency_ms_sum`;

/** One request's figures from `llm_requests r`, without what it was charged: that is its attempts'. */
export const REQUEST_FIGURES = requestFigures(Prisma.sql`0::bigint, 0::bigint, 0::bigint, 0::bigint`, Prisma.sql`0`);

/** The same with the sums over its attempts, for what only a request has. */
export const WHOLE_REQUEST_FIGURES = requestFigures(
  Prisma.sql`r.prompt_tokens::bigint, r.completion_tokens::bigint, coalesce((r.usage->>'cacheReadTokens')::bigint, 0), r.cost_nano_usd`,
  Prisma.sql`r.attempt_count`,
);

function requestFigures(charge: Prisma.Sql, attempts: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`1, (${IS_ERROR})::int, (r.status = 'success' AND r.attempt_count > 1)::int, r.cache_hit::int, r.is_usage_estimated::int,
    (NOT r.is_priced)::int, ${attempts}, ${charge}, r.saved_nano_usd, r.latency_ms::bigint`;
}

/** One attempt's figures from `llm_attempts a`. */
export const ATTEMPT_FIGURES = Prisma.sql`0, 0, 0, 0, 0, 0, 1,
  ${counts("inputTokens", "cacheReadTokens", "cacheWrite5mTokens", "cacheWrite1hTokens", "inputAudioTokens")},
  ${counts("outputTokens", "reasoningTokens", "outputAudioTokens", "outputImageTokens")},
  ${counts("cacheReadTokens")}, a.cost_nano_usd, 0::bigint, 0::bigint`;

/** The figures of a whole request as those of one without its charge, which is its attempts'. */
export const UNCHARGED_COLUMNS = Prisma.sql`request_count, error_count, rescued_count, cache_hit_count, estimated_count, unpriced_count,
  0, 0::bigint, 0::bigint, 0::bigint, 0::bigint, saved_nano_usd, latency_ms_sum`;

/** Sums of the figures under their own names. */
export const FIGURE_SUMS = Prisma.sql`sum(request_count)::int AS request_count, sum(error_count)::int AS error_count,
  sum(rescued_count)::int AS rescued_count, sum(cache_hit_count)::int AS cache_hit_count, sum(estimated_count)::int AS estimated_count,
  sum(unpriced_count)::int AS unpriced_count, sum(attempt_count)::int AS attempt_count, sum(prompt_tokens)::bigint AS prompt_tokens,
  sum(completion_tokens)::bigint AS completion_tokens, sum(cached_tokens)::bigint AS cached_tokens,
  sum(cost_nano_usd)::bigint AS cost_nano_usd, sum(saved_nano_usd)::bigint AS saved_nano_usd,
  sum(latency_ms_sum)::bigint AS latency_ms_sum`;

/** Where a successful request's latency and time to first token stand in a histogram; null for every other. */
export const LATENCY_PLACE = Prisma.sql`CASE WHEN r.status = 'success' THEN sluice_latency_place(r.latency_ms) END`;
export const FIRST_TOKEN_PLACE = Prisma.sql`CASE WHEN r.status = 'success' AND r.time_to_first_token_ms IS NOT NULL
  THEN sluice_latency_place(r.time_to_first_token_ms) END`;
