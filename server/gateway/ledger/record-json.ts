import { countsJson, nullableJson, numberJson, presentJson, stringJson, timeJson } from "./json-text";
import type { AttemptIntent, AttemptRecord, RequestOpening, RequestRecord } from "./records";
import { callerFields, targetFields } from "./recurring-fields";

/*
 * Records as JSON, put together by hand: `JSON.stringify` takes more than twice as long over objects of this many fields, and every call makes
 * three. What has a default in the contract and is just that is left out. An attempt's text begins with its intent's, a request's with its
 * opening's: those are written once.
 */

/** The opening's fields, without braces. */
export function openingFields(opening: RequestOpening): string {
  const what = `"source":"${opening.source}","modelType":"${opening.modelType}","modelRequested":${stringJson(opening.modelRequested)},"taskType":${nullableJson(opening.taskType)},"isStream":${opening.isStream}`;
  const by = `${presentJson("processorId", opening.processorId)}${presentJson("runId", opening.runId)}${presentJson("templateId", opening.templateId)}${presentJson("profile", opening.profile)}`;
  return `"requestId":${stringJson(opening.requestId)},${callerFields(opening)},${what}${by},"requestedAtMs":${timeJson(opening.requestedAtMs)}`;
}

/** The intent's fields, without braces, and without the tier: in that a settled attempt may differ. */
export function intentFields(intent: AttemptIntent): string {
  const ids = `"attemptId":${stringJson(intent.attemptId)},"requestId":${stringJson(intent.requestId)},${callerFields(intent)},"sequence":${numberJson(intent.sequence)}`;
  const by = `${presentJson("processorId", intent.processorId)}${presentJson("taskType", intent.taskType)}`;
  const holds = intent.holds === undefined ? "" : `,"holds":${JSON.stringify(intent.holds)}`;
  return `${ids}${by},${targetFields(intent)},"startedAtMs":${timeJson(intent.startedAtMs)},"estimate":${countsJson(intent.estimate)}${holds}${presentJson("drillId", intent.drillId)}`;
}

const BEFORE_OPENING = '{"kind":"intent","request":{';
const BEFORE_INTENT = '},"attempt":{';

/** An intent's line of the journal, and of it the fields that later lines repeat: pieces of the one text, so that a call under way keeps no more. */
export interface IntentText {
  payload: string;
  opening: string;
  intent: string;
}

export function writeIntent(request: RequestOpening, attempt: AttemptIntent): IntentText {
  const opening = openingFields(request);
  const intent = intentFields(attempt);
  const payload = `${BEFORE_OPENING}${opening}${BEFORE_INTENT}${intent}${presentJson("serviceTier", attempt.serviceTier)}}}`;
  const from = BEFORE_OPENING.length + opening.length;
  const intentFrom = from + BEFORE_INTENT.length;
  return {
    payload,
    opening: payload.slice(BEFORE_OPENING.length, from),
    intent: payload.slice(intentFrom, intentFrom + intent.length),
  };
}

/** @param intent its `intentFields`, where they are at hand */
export function attemptJson(record: AttemptRecord, intent = intentFields(record)): string {
  const { status, errorCode, errorMessage, upstreamStatus } = record;
  const end = `"status":"${status}","errorCode":${nullableJson(errorCode)},"errorMessage":${nullableJson(errorMessage)},"upstreamStatus":${numberJson(upstreamStatus)}`;
  const isPriced = `"isUsageEstimated":${record.isUsageEstimated},"isPriced":${record.isPriced}`;
  return `{${intent}${presentJson("serviceTier", record.serviceTier)},${end},"counts":${countsJson(record.counts)},${isPriced},${costs(record)},"providerCostNanoUsd":${nullableJson(record.providerCostNanoUsd)},${times(record)}}`;
}

/**
 * @param opening its `openingFields`, where they are at hand
 * @param route the JSON of its route, where that is
 */
export function requestJson(
  record: RequestRecord,
  opening = openingFields(record),
  route = JSON.stringify(record.route),
): string {
  const { status, errorCode, errorMessage, savedNanoUsd, warnings } = record;
  const end = `"status":"${status}","errorCode":${nullableJson(errorCode)},"errorMessage":${nullableJson(errorMessage)}`;
  const where = `"provider":${nullableJson(record.provider)},"providerConfigId":${nullableJson(record.providerConfigId)},"modelServed":${nullableJson(record.modelServed)},"attemptCount":${numberJson(record.attemptCount)}`;
  const isPriced = `"isUsageEstimated":${record.isUsageEstimated},"isPriced":${record.isPriced}`;
  const saved = `${record.cacheHit ? ',"cacheHit":true' : ""}${savedNanoUsd === "0" ? "" : presentJson("savedNanoUsd", savedNanoUsd)}`;
  const why = `"warnings":${warnings.length === 0 ? "[]" : JSON.stringify(warnings)},"route":${route}`;
  return `{${opening},${end},${where},"counts":${countsJson(record.counts)},${isPriced},${costs(record)}${saved},${why},${times(record)}}`;
}

type Costs = Pick<AttemptRecord, "inputCostNanoUsd" | "outputCostNanoUsd" | "costNanoUsd">;

function costs({ inputCostNanoUsd, outputCostNanoUsd, costNanoUsd }: Costs): string {
  return `"inputCostNanoUsd":"${inputCostNanoUsd}","outputCostNanoUsd":"${outputCostNanoUsd}","costNanoUsd":"${costNanoUsd}"`;
}

function times({ completedAtMs, timeToFirstTokenMs }: Pick<AttemptRecord, "completedAtMs" | "timeToFirstTokenMs">) {
  return `"completedAtMs":${timeJson(completedAtMs)},"timeToFirstTokenMs":${numberJson(timeToFirstTokenMs)}`;
}
