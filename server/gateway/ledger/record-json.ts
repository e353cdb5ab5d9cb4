import { countsJson, nullableJson, numberJson, presentJson, stringJson, timeJson } from "./json-text";
import type { AttemptIntent, AttemptRecord, RequestOpening, RequestRecord } from "./records";
import { callerFields, targetFields } from "./recurring-fields";

/*
 * Records as JSON, put together by hand: `JSON.stringify` takes more than twice as long over objects of this many fields, and every call makes
 * three. What the contract fills in where it is missing is left out, as a rule. An attempt's text begins with its intent's, a request's with its
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
  return `{${intent}${presentJson("serviceTier", record.serviceTier)},${endFields(record)},"upstreamStatus":${numberJson(record.upstreamStatus)},"counts":${countsJson(record.counts)},${chargeFields(record)},"providerCostNanoUsd":${nullableJson(record.providerCostNanoUsd)},${timeFields(record)}}`;
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
  const { savedNanoUsd, warnings } = record;
  const where = `"provider":${nullableJson(record.provider)},"providerConfigId":${nullableJson(record.providerConfigId)},"modelServed":${nullableJson(record.modelServed)},"attemptCount":${numberJson(record.attemptCount)}`;
  const saved = `${record.cacheHit ? ',"cacheHit":true' : ""}${savedNanoUsd === "0" ? "" : presentJson("savedNanoUsd", savedNanoUsd)}`;
  const why = `"warnings":${warnings.length === 0 ? "[]" : JSON.stringify(warnings)},"route":${route}`;
  return `{${opening},${endFields(record)},${where},"counts":${countsJson(record.counts)},${chargeFields(record)}${saved},${why},${timeFields(record)}}`;
}

/** What both kinds of ended records say. */
type Ended = AttemptRecord | RequestRecord;

const SUCCESS = '"status":"success","errorCode":null,"errorMessage":null';

function endFields({ status, errorCode, errorMessage }: Ended): string {
  if (status === "success" && errorCode === null && errorMessage === null) return SUCCESS;
  return `"status":"${status}","errorCode":${nullableJson(errorCode)},"errorMessage":${nullableJson(errorMessage)}`;
}

const REPORTED_AND_PRICED = '"isUsageEstimated":false,"isPriced":true';

function chargeFields(record: Ended): string {
  const { isUsageEstimated, isPriced } = record;
  const flags =
    isPriced && !isUsageEstimated
      ? REPORTED_AND_PRICED
      : `"isUsageEstimated":${isUsageEstimated},"isPriced":${isPriced}`;
  return `${flags},"inputCostNanoUsd":"${record.inputCostNanoUsd}","outputCostNanoUsd":"${record.outputCostNanoUsd}","costNanoUsd":"${record.costNanoUsd}"`;
}

function timeFields({ completedAtMs, timeToFirstTokenMs }: Ended): string {
  return `"completedAtMs":${timeJson(completedAtMs)},"timeToFirstTokenMs":${numberJson(timeToFirstTokenMs)}`;
}
