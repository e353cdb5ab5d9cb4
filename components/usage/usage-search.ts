import {
  type inferParserType,
  parseAsBoolean,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { z } from "zod";
import { type UsageGroup, type UsageInput, usageBucket, usageGroup } from "@/lib/contracts/usage";
import { bucketFor, isBucketFit, resolveRange, TIME_RANGES } from "./time-range";

export const USAGE_METRICS = [
  "cost",
  "requests",
  "tokens",
  "tokens_in",
  "tokens_out",
  "cached",
  "errors",
  "rescued",
  "p95",
  "first_token",
] as const;
export type UsageMetric = (typeof USAGE_METRICS)[number];

/** Groups that a report can be narrowed to, and the filter's name, which is the same on the requests page. */
export const GROUP_FILTERS = {
  model: "model",
  provider: "provider",
  api_key: "apiKeyId",
  member: "userId",
  task: "taskType",
  processor: "processorId",
} as const satisfies Partial<Record<UsageGroup, keyof UsageInput>>;
export type UsageFilter = (typeof GROUP_FILTERS)[keyof typeof GROUP_FILTERS];

/** What the page's address holds. No bucket means the one that fits the range. */
export const usageSearch = {
  range: parseAsStringLiteral(TIME_RANGES).withDefault("7d"),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  bucket: parseAsStringLiteral(usageBucket.options),
  group: parseAsStringLiteral(usageGroup.options).withDefault("model"),
  metric: parseAsStringLiteral(USAGE_METRICS).withDefault("cost"),
  compare: parseAsBoolean.withDefault(true),
  model: parseAsString,
  provider: parseAsString,
  apiKeyId: parseAsString,
  userId: parseAsString,
  taskType: parseAsString,
  processorId: parseAsString,
};

export type UsageSearch = inferParserType<typeof usageSearch>;

/** The report that an address asks for; the same on the server, which prefetches it, and in the browser. */
export function toUsageInput(search: UsageSearch, now: Date, timeZone: string): UsageInput {
  const span = resolveRange(search, now, timeZone);
  const isFit = search.bucket !== null && isBucketFit(search.bucket, span);
  const input: UsageInput = {
    ...span,
    bucket: isFit && search.bucket ? search.bucket : bucketFor(span),
    groupBy: search.group,
  };
  if (search.model) input.model = search.model;
  if (search.provider) input.provider = search.provider;
  if (search.taskType) input.taskType = search.taskType;
  // An address may hold anything; what is no id narrows nothing.
  for (const name of ["apiKeyId", "userId", "processorId"] as const) {
    const id = z.uuid().safeParse(search[name]);
    if (id.success) input[name] = id.data;
  }
  return input;
}
