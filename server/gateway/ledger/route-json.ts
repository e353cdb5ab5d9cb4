import type { RouteTrace } from "@/lib/contracts/request";
import { nullableJson, numberJson, presentJson, stringJson } from "./json-text";

type Traced = RouteTrace["candidates"][number];

interface Written {
  list: readonly Traced[];
  text: string;
}

/** More than are called at once. Past that all are forgotten, and those that are called come again. */
const MOST_LISTS = 1_000;

/** Lists of candidates by the provider config and the model of the first: the next call of that model has the same, as a rule. */
const lists = new Map<string, Map<string, Written>>();
let listCount = 0;

/** A request's route as JSON, in a third of the time that `JSON.stringify` takes. */
export function routeJson(trace: RouteTrace): string {
  const { config, strategy, scope, needs, draw, split, omitted } = trace;
  const to = `"resolvedFrom":${stringJson(trace.resolvedFrom)},"tier":${stringJson(trace.tier)}${presentValue("config", config)}`;
  const by = `${presentJson("strategy", strategy)}${presentJson("policySource", trace.policySource)}${presentJson("scope", scope)}`;
  const asked = needs === undefined ? "" : `,"needs":${needsJson(needs)}`;
  const drawn = draw === undefined ? "" : `,"draw":${numberJson(draw)}`;
  return `{${to},"candidates":${candidatesJson(trace.candidates)}${by}${asked}${presentJson("configVersion", trace.configVersion)}${drawn}${presentValue("split", split)}${presentValue("omitted", omitted)}}`;
}

function presentValue(name: string, value: object | undefined): string {
  return value === undefined ? "" : `,"${name}":${JSON.stringify(value)}`;
}

function needsJson(needs: NonNullable<RouteTrace["needs"]>): string {
  const features = needs.features.length === 0 ? "[]" : JSON.stringify(needs.features);
  return `{"inputTokens":${numberJson(needs.inputTokens)},"inputTokensAtLeast":${numberJson(needs.inputTokensAtLeast)},"maxOutputTokens":${numberJson(needs.maxOutputTokens)},"features":${features},"taskType":${nullableJson(needs.taskType)},"mustBePriced":${needs.mustBePriced}}`;
}

function candidatesJson(list: readonly Traced[]): string {
  const first = list[0];
  if (first === undefined) return "[]";
  const known = lists.get(first.providerConfigId)?.get(first.model);
  if (known !== undefined && isSameList(list, known.list)) return known.text;
  const text = JSON.stringify(list);
  // One with scores is not remembered: the next call has others.
  if (first.parts === undefined) remember(first, { list: list.map((each) => ({ ...each })), text });
  return text;
}

function remember({ providerConfigId, model }: Traced, written: Written): void {
  if (listCount >= MOST_LISTS) {
    lists.clear();
    listCount = 0;
  }
  let byModel = lists.get(providerConfigId);
  if (byModel === undefined) {
    byModel = new Map();
    lists.set(providerConfigId, byModel);
  }
  if (!byModel.has(model)) listCount += 1;
  byModel.set(model, written);
}

function isSameList(list: readonly Traced[], known: readonly Traced[]): boolean {
  if (list.length !== known.length) return false;
  for (let i = 0; i < list.length; i++) {
    const a = list[i];
    const b = known[i];
    if (a === undefined || b === undefined || !isSame(a, b)) return false;
  }
  return true;
}

/** Of candidates without a score; one with a score is the same as none. */
function isSame(a: Traced, b: Traced): boolean {
  return (
    a.provider === b.provider &&
    a.providerConfigId === b.providerConfigId &&
    a.providerConfigName === b.providerConfigName &&
    a.model === b.model &&
    a.outcome === b.outcome &&
    a.reason === b.reason &&
    a.code === b.code &&
    a.score === undefined &&
    b.score === undefined &&
    a.parts === undefined &&
    b.parts === undefined
  );
}
