import { type inferParserType, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { resolveRange } from "@/components/usage/time-range";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { type RequestFilters, requestSource, requestStatus } from "@/lib/contracts/request";

export const REQUEST_RANGES = ["all", "24h", "7d", "30d"] as const;

/** What the page's address holds, under the names of the filters, and which request is open. */
export const requestsSearch = {
  range: parseAsStringLiteral([...REQUEST_RANGES, "custom"] as const).withDefault("all"),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  status: parseAsStringLiteral(requestStatus.options),
  modelType: parseAsStringLiteral(MODEL_TYPES),
  model: parseAsString,
  provider: parseAsString,
  apiKeyId: parseAsString,
  userId: parseAsString,
  taskType: parseAsString,
  processorId: parseAsString,
  source: parseAsStringLiteral(requestSource.options),
  search: parseAsString,
  request: parseAsString,
};

export type RequestsSearch = inferParserType<typeof requestsSearch>;
/** A change of the address; null returns a field to its default. */
export type RequestsPatch = { [Field in keyof RequestsSearch]?: RequestsSearch[Field] | null };

/** The filters an address asks for. A range that ends now has no end, so that requests made later still show. */
export function toRequestFilters(search: RequestsSearch, now: Date, timeZone: string): RequestFilters {
  const { range, from, to } = search;
  const isPreset = range !== "all" && range !== "custom";
  const span = isPreset
    ? { from: resolveRange({ range, from: null, to: null }, now, timeZone).from, to: null }
    : { from, to };
  const filters: RequestFilters = {};
  if (span.from) filters.from = span.from;
  if (span.to) filters.to = span.to;
  if (search.status) filters.status = search.status;
  if (search.modelType) filters.modelType = search.modelType;
  if (search.model) filters.model = search.model;
  if (search.provider) filters.provider = search.provider;
  if (search.apiKeyId) filters.apiKeyId = search.apiKeyId;
  if (search.userId) filters.userId = search.userId;
  if (search.taskType) filters.taskType = search.taskType;
  if (search.processorId) filters.processorId = search.processorId;
  if (search.source) filters.source = search.source;
  if (search.search?.trim()) filters.search = search.search.trim();
  return filters;
}
