import { Prisma } from "@/server/db/generated/client";
import { DIMENSIONS, REQUEST_DIMENSIONS, ROLLUP_DIMENSIONS, type UsageDimension } from "./usage-dimensions";
import {
  ATTEMPT_FIGURES,
  FIGURE_COLUMNS,
  FIGURE_SUMS,
  FIRST_TOKEN_PLACE,
  LATENCY_PLACE,
  UNCHARGED_COLUMNS,
  WHOLE_REQUEST_FIGURES,
} from "./usage-figures-sql";

export interface RollUpOptions {
  tenantId: string;
  timeZone: string;
  /** Whole hours, `to` not included. */
  from: Date;
  to: Date;
}

/** The one method it needs of a transaction as the system's role. */
export type RollUpTransaction = Pick<Prisma.TransactionClient, "$executeRaw">;

const COMBINATION = Prisma.sql`model, provider, provider_config, model_type, api_key, member, task, processor`;
const OF_REQUEST = Prisma.sql`profile, status, source`;

const keysOf = (dimensions: readonly UsageDimension[], side: "request" | "attempt") =>
  Prisma.join(dimensions.map((dimension) => Prisma.sql`${DIMENSIONS[dimension][side]}`));

/** `('model', u.model), …`: one row becomes one of each dimension. */
const pairsOf = (dimensions: readonly UsageDimension[]) =>
  Prisma.join(dimensions.map((dimension) => Prisma.sql`(${dimension}::text, ${DIMENSIONS[dimension].rollup})`));

/** Places of the calls counted, as entries of a histogram. */
const HISTOGRAMS = Prisma.sql`
  string_agg(int2send(place::int2) || int4send(calls::int4), '' ORDER BY place) FILTER (WHERE kind = 1) AS latency_histogram,
  string_agg(int2send(place::int2) || int4send(calls::int4), '' ORDER BY place) FILTER (WHERE kind = 2) AS first_token_histogram`;

/**
 * Makes the rollups of a span from the rows that are there now, in one statement, and so from one view of them. What was there before must be
 * gone, unless these rows come on top.
 */
export async function rollUpHours(tx: RollUpTransaction, options: RollUpOptions): Promise<void> {
  const { tenantId, timeZone, from, to } = options;
  await tx.$executeRaw`
    WITH requests (slot, ${COMBINATION}, ${OF_REQUEST}, ${FIGURE_COLUMNS}, latency_place, first_token_place) AS MATERIALIZED (
      SELECT sluice_usage_slot(r.requested_at, ${timeZone}), ${keysOf(ROLLUP_DIMENSIONS, "request")},
        ${keysOf(REQUEST_DIMENSIONS, "request")}, ${WHOLE_REQUEST_FIGURES}, ${LATENCY_PLACE}, ${FIRST_TOKEN_PLACE}
      FROM llm_requests r WHERE r.tenant_id = ${tenantId}::uuid AND r.requested_at >= ${from} AND r.requested_at < ${to}
    ), attempts (slot, ${COMBINATION}, ${FIGURE_COLUMNS}) AS (
      SELECT sluice_usage_slot(a.started_at, ${timeZone}), ${keysOf(ROLLUP_DIMENSIONS, "attempt")}, ${ATTEMPT_FIGURES}
      FROM llm_attempts a WHERE a.tenant_id = ${tenantId}::uuid AND a.started_at >= ${from} AND a.started_at < ${to}
    ), places AS MATERIALIZED (
      SELECT slot, ${COMBINATION}, ${OF_REQUEST}, kind, place, count(*) AS calls
      FROM requests, LATERAL (VALUES (1, latency_place), (2, first_token_place)) v (kind, place)
      WHERE place IS NOT NULL GROUP BY slot, ${COMBINATION}, ${OF_REQUEST}, kind, place
    ), sums AS (
      SELECT slot, ${COMBINATION}, ${FIGURE_SUMS} FROM (
        SELECT slot, ${COMBINATION}, ${UNCHARGED_COLUMNS} FROM requests
        UNION ALL
        SELECT slot, ${COMBINATION}, ${FIGURE_COLUMNS} FROM attempts
      ) lines (slot, ${COMBINATION}, ${FIGURE_COLUMNS}) GROUP BY slot, ${COMBINATION}
    ), histograms AS (
      SELECT slot, ${COMBINATION}, ${HISTOGRAMS} FROM (
        SELECT slot, ${COMBINATION}, kind, place, sum(calls) AS calls FROM places GROUP BY slot, ${COMBINATION}, kind, place
      ) p GROUP BY slot, ${COMBINATION}
    ), combinations AS (
      INSERT INTO usage_rollups (tenant_id, slot, ${COMBINATION}, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram)
      SELECT ${tenantId}::uuid, slot, ${COMBINATION}, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram
      FROM sums LEFT JOIN histograms USING (slot, ${COMBINATION})
      RETURNING slot, ${COMBINATION}, ${FIGURE_COLUMNS}
    ), group_sums AS (
      SELECT slot, dimension, key, ${FIGURE_SUMS} FROM (
        SELECT u.slot, g.dimension, g.key, ${FIGURE_COLUMNS}
        FROM combinations u, LATERAL (VALUES ${pairsOf(["all", ...ROLLUP_DIMENSIONS])}) g (dimension, key)
        UNION ALL
        SELECT u.slot, g.dimension, g.key, ${FIGURE_COLUMNS}
        FROM requests u, LATERAL (VALUES ${pairsOf(REQUEST_DIMENSIONS)}) g (dimension, key)
      ) lines (slot, dimension, key, ${FIGURE_COLUMNS}) GROUP BY slot, dimension, key
    ), group_histograms AS (
      SELECT slot, dimension, key, ${HISTOGRAMS} FROM (
        SELECT u.slot, g.dimension, g.key, kind, place, sum(calls) AS calls
        FROM places u, LATERAL (VALUES ${pairsOf(["all", ...ROLLUP_DIMENSIONS, ...REQUEST_DIMENSIONS])}) g (dimension, key)
        GROUP BY u.slot, g.dimension, g.key, kind, place
      ) p GROUP BY slot, dimension, key
    )
    INSERT INTO usage_group_rollups (tenant_id, dimension, slot, key, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram)
    SELECT ${tenantId}::uuid, dimension, slot, key, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram
    FROM group_sums LEFT JOIN group_histograms USING (slot, dimension, key)`;
}

export async function removeRollups(tx: RollUpTransaction, { tenantId, from, to }: RollUpOptions): Promise<void> {
  await tx.$executeRaw`DELETE FROM usage_rollups WHERE tenant_id = ${tenantId}::uuid AND slot >= ${from} AND slot < ${to}`;
  await tx.$executeRaw`
    DELETE FROM usage_group_rollups
    WHERE tenant_id = ${tenantId}::uuid AND dimension = ANY(${Object.keys(DIMENSIONS)}) AND slot >= ${from} AND slot < ${to}`;
}
