import type { RequestFilters } from "@/lib/contracts/request";
import { Prisma } from "@/server/db/generated/client";
import { filterRequests } from "@/server/services/requests/filter-requests";
import { DIMENSIONS, ROLLUP_DIMENSIONS, type UsageDimension } from "./usage-dimensions";
import {
  ATTEMPT_FIGURES,
  FIGURE_COLUMNS,
  FIRST_TOKEN_PLACE,
  LATENCY_PLACE,
  REQUEST_FIGURES,
  WHOLE_REQUEST_FIGURES,
} from "./usage-figures-sql";

export interface LinesOptions {
  tenantId: string;
  dimension: UsageDimension;
  /** `from` is included, `to` is not. */
  filters: RequestFilters & { from: Date; to: Date };
  /** Where a bucket begins in the middle of an hour, if anywhere: that hour is then counted row by row. */
  cuts?: readonly Date[];
}

/** Filters that the combinations of `usage_rollups` can answer, by their columns. */
const COMBINATION_FILTERS = {
  modelType: "model_type",
  model: "model",
  provider: "provider",
  apiKeyId: "api_key",
  userId: "member",
  taskType: "task",
  processorId: "processor",
} as const satisfies Partial<Record<keyof RequestFilters, UsageDimension>>;

/**
 * `WITH … lines (at, key, figures, histograms)`: everything that counts for a report, each request and each charge once. Whole hours that
 * are rolled up come from rollups; what is newer, marked as changed, or at the ragged ends of the span comes from the rows themselves, seen
 * in the same instant, so a report is never behind and never counts twice.
 */
export function usageLines(options: LinesOptions): Prisma.Sql {
  switch (sourceOf(options)) {
    case "groups":
      return Prisma.sql`${spans(options)}, lines (${LINE_COLUMNS}) AS (
        ${groupLines(options)} UNION ALL ${requestLines(options)} ${attemptLines(options)})`;
    case "combinations":
      return Prisma.sql`${spans(options)}, lines (${LINE_COLUMNS}) AS (
        ${combinationLines(options)} UNION ALL ${requestLines(options)} ${attemptLines(options)})`;
    case "rows":
      return Prisma.sql`WITH lines (${LINE_COLUMNS}) AS (${requestLines(options)})`;
  }
}

const LINE_COLUMNS = Prisma.sql`at, key, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram`;

/** The fewest rows that can answer: sums by one dimension, sums by every combination, or the requests. */
function sourceOf({ dimension, filters }: LinesOptions): "groups" | "combinations" | "rows" {
  const { from: _from, to: _to, ...narrowing } = filters;
  const used = Object.entries(narrowing).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (used.length === 0) return "groups";
  const isCombination = dimension === "all" || ROLLUP_DIMENSIONS.some((each) => each === dimension);
  return isCombination && used.every((name) => name in COMBINATION_FILTERS) ? "combinations" : "rows";
}

/** The stretches of the range whose rows are read: after the last closed hour, marked hours, hours cut by an end, and late rows of purged hours. */
function spans({ tenantId, filters: { from, to }, cuts = [] }: LinesOptions): Prisma.Sql {
  const instants = [from, to, ...cuts].map((cut) => cut.toISOString());
  return Prisma.sql`
    WITH bounds AS MATERIALIZED (
      SELECT closed_to, coalesce((SELECT requests_purged_before FROM tenants WHERE id = ${tenantId}::uuid), '-infinity') AS purged_before
      FROM usage_watermarks
    ), open_hours AS MATERIALIZED (
      SELECT DISTINCT hour FROM (
        SELECT hour FROM usage_stale_hours
        WHERE tenant_id = ${tenantId}::uuid AND hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND hour < ${to}
        UNION ALL SELECT date_trunc('hour', cut, 'UTC') FROM unnest(${instants}::text[]::timestamptz[]) cut WHERE date_trunc('hour', cut, 'UTC') < cut
      ) h, bounds WHERE hour < closed_to AND hour >= purged_before
    ), spans (low, high) AS MATERIALIZED (
      SELECT greatest(${from}, closed_to), ${to}::timestamptz FROM bounds
      UNION ALL SELECT greatest(${from}, hour), least(${to}, hour + interval '1 hour') FROM open_hours
      UNION ALL SELECT ${from}, least(${to}, purged_before) FROM bounds
    )`;
}

/** Slots of rolled-up hours. */
function rolledUp({ tenantId, filters: { from, to } }: LinesOptions): Prisma.Sql {
  return Prisma.sql`u.tenant_id = ${tenantId}::uuid AND u.slot >= ${from} AND u.slot < ${to} AND u.slot < (SELECT closed_to FROM bounds)
    AND NOT EXISTS (SELECT FROM open_hours WHERE hour = date_trunc('hour', u.slot, 'UTC'))`;
}

function groupLines(options: LinesOptions): Prisma.Sql {
  return Prisma.sql`
    SELECT u.slot AS at, u.key, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram
    FROM usage_group_rollups u WHERE u.dimension = ${options.dimension} AND ${rolledUp(options)}`;
}

function combinationLines(options: LinesOptions): Prisma.Sql {
  return Prisma.sql`
    SELECT u.slot AS at, ${DIMENSIONS[options.dimension].rollup} AS key, ${FIGURE_COLUMNS}, latency_histogram, first_token_histogram
    FROM usage_rollups u WHERE ${rolledUp(options)} ${narrowed(options, "rollup")}`;
}

/** One entry of a histogram for one call. */
const entryOf = (place: Prisma.Sql) => Prisma.sql`int2send((${place})::int2) || int4send(1)`;

function requestLines(options: LinesOptions): Prisma.Sql {
  const { tenantId, dimension, filters } = options;
  const { request, attempt } = DIMENSIONS[dimension];
  const isWhole = attempt === null || sourceOf(options) === "rows";
  const { from: _from, to: _to, ...narrowing } = filters;
  // With the limit that limits nothing, each stretch is read through the index instead of being joined.
  const rows =
    sourceOf(options) === "rows"
      ? Prisma.sql`llm_requests r WHERE ${filterRequests(tenantId, filters)}`
      : Prisma.sql`spans s, LATERAL (
          SELECT * FROM llm_requests r WHERE ${filterRequests(tenantId, narrowing)} AND r.requested_at >= s.low AND r.requested_at < s.high OFFSET 0
        ) r`;
  return Prisma.sql`
    SELECT r.requested_at AS at, ${request} AS key, ${isWhole ? WHOLE_REQUEST_FIGURES : REQUEST_FIGURES}, ${entryOf(LATENCY_PLACE)}, ${entryOf(FIRST_TOKEN_PLACE)}
    FROM ${rows}`;
}

function attemptLines(options: LinesOptions): Prisma.Sql {
  const { attempt } = DIMENSIONS[options.dimension];
  if (!attempt) return Prisma.empty;
  return Prisma.sql`
    UNION ALL
    SELECT a.started_at, ${attempt}, ${ATTEMPT_FIGURES}, NULL, NULL
    FROM spans s, LATERAL (
      SELECT * FROM llm_attempts a
      WHERE a.tenant_id = ${options.tenantId}::uuid AND a.started_at >= s.low AND a.started_at < s.high ${narrowed(options, "attempt")} OFFSET 0
    ) a`;
}

function narrowed({ filters }: LinesOptions, side: "rollup" | "attempt"): Prisma.Sql {
  const conditions = Object.entries(COMBINATION_FILTERS).flatMap(([name, dimension]) => {
    const value = new Map<string, unknown>(Object.entries(filters)).get(name);
    return value === undefined ? [] : [Prisma.sql`AND ${DIMENSIONS[dimension][side]} = ${value}`];
  });
  return conditions.length === 0 ? Prisma.empty : Prisma.join(conditions, " ");
}
