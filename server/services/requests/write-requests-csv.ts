import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { RequestFilters, RequestSummary } from "@/lib/contracts/request";
import type { TenantContext } from "@/server/services/service-context";
import { exportRequests } from "./export-requests";

interface CsvOptions {
  /** Of the times in it; the tenant's by default. */
  timeZone?: string;
  /** Told of each batch of rows. */
  onRows?: (count: number) => void;
}

/**
 * Every request that matches as CSV, read as fast as it is written. Column names carry unit and zone; cells that a spreadsheet would run as
 * a formula are escaped. An unpriced cost is empty, never 0.
 */
export async function writeRequestsCsv(
  context: TenantContext,
  filters: RequestFilters,
  { timeZone: zone, onRows }: CsvOptions = {},
): Promise<Readable> {
  const timeZone = zone ?? (await loadZone(context));
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const csv = stringify({
    header: true,
    bom: true,
    escape_formulas: true,
    columns: Object.keys(COLUMNS).map((key) => ({
      key,
      header: key === "requested_at" ? `requested_at (${timeZone})` : key,
    })),
  });
  const rows = Readable.from(toRows(context, filters, clock, onRows));
  rows.once("error", (error) => csv.destroy(error));
  csv.once("close", () => rows.destroy());
  return rows.pipe(csv);
}

async function loadZone({ actor, database }: TenantContext): Promise<string> {
  const { timeZone } = await database.inTenant(actor.tenantId, (tx) =>
    tx.tenant.findUniqueOrThrow({ where: { id: actor.tenantId }, select: { timeZone: true } }),
  );
  return timeZone;
}

async function* toRows(
  context: TenantContext,
  filters: RequestFilters,
  clock: Intl.DateTimeFormat,
  onRows: CsvOptions["onRows"],
): AsyncGenerator<Record<string, string>> {
  for await (const batch of exportRequests(context, filters)) {
    for (const request of batch) {
      yield Object.fromEntries(
        Object.entries(COLUMNS).map(([name, read]) => [name, String(read(request, clock) ?? "")]),
      );
    }
    onRows?.(batch.length);
  }
}

const COLUMNS: Record<
  string,
  (request: RequestSummary, clock: Intl.DateTimeFormat) => string | number | boolean | null
> = {
  requested_at: (request, clock) => clock.format(request.requestedAt),
  requested_at_utc: (request) => request.requestedAt.toISOString(),
  request_id: (request) => request.id,
  status: (request) => request.status,
  error_code: (request) => request.errorCode,
  source: (request) => request.source,
  task_type: (request) => request.taskType,
  model_type: (request) => request.modelType,
  model_requested: (request) => request.modelRequested,
  model_served: (request) => request.modelServed,
  provider: (request) => request.provider,
  provider_config: (request) => request.providerConfigName,
  api_key: (request) => request.apiKeyName,
  member: (request) => request.userName,
  prompt_tokens: (request) => request.promptTokens,
  completion_tokens: (request) => request.completionTokens,
  total_tokens: (request) => request.totalTokens,
  is_usage_estimated: (request) => request.isUsageEstimated,
  cost_usd: (request) => (request.isPriced ? formatNanoUsd(request.costNanoUsd) : ""),
  is_priced: (request) => request.isPriced,
  latency_ms: (request) => request.latencyMs,
  time_to_first_token_ms: (request) => request.timeToFirstTokenMs,
  attempts: (request) => request.attemptCount,
  is_cache_hit: (request) => request.cacheHit,
};
