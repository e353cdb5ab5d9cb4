import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { CallNeeds } from "./call-needs";
import { explainRejection } from "./explain-rejection";
import { dearestOf, type Judged, type RouteInput, type Routing, scoreCandidate } from "./route";

/** In full; the others are counted, so that a trace stays small however many models there are. */
const MOST_TRACED = 12;
/** Of those, places kept for candidates that were passed over, where there are so many. */
const PLACES_FOR_REJECTED = 4;

type TracedCandidate = RouteTrace["candidates"][number];

/** The candidates as a request keeps them: who may serve in their order, then who was passed over and why. */
export function traceCandidates(
  { order, acceptedCount, rejected }: Routing,
  input: RouteInput,
): Pick<RouteTrace, "candidates" | "omitted"> {
  const places = Math.max(MOST_TRACED - rejected.length, MOST_TRACED - PLACES_FOR_REJECTED);
  const dearest = input.rules.strategy === "balanced" ? dearestOf(order) : null;
  const candidates: TracedCandidate[] = [];
  for (const judged of order.length > places ? order.slice(0, places) : order)
    candidates.push(traceAccepted(judged, input, dearest, candidates.length === 0));
  const left = MOST_TRACED - candidates.length;
  for (const judged of rejected.length > left ? rejected.slice(0, left) : rejected)
    candidates.push(traceRejected(judged, input.type, input.needs));
  if (candidates.length === acceptedCount + rejected.length) return { candidates };
  return { candidates, omitted: countOmitted(acceptedCount - Math.min(order.length, places), rejected.slice(left)) };
}

function traceAccepted(judged: Judged, input: RouteInput, dearest: number | null, isFirst: boolean): TracedCandidate {
  const { config, model } = judged.candidate;
  // Field by field, as below: a spread makes an object that changes its shape with each field behind it, and every call has one of these.
  const traced: TracedCandidate = {
    provider: model.provider,
    providerConfigId: config.id,
    providerConfigName: config.name,
    model: model.modelId,
    outcome: isFirst ? "chosen" : "fallback",
    reason: null,
  };
  if (judged.score !== null) {
    traced.score = judged.score;
    traced.parts = scoreCandidate(judged, input, dearest);
  }
  return traced;
}

function traceRejected(judged: Judged, type: ModelType, needs: CallNeeds): TracedCandidate {
  const { candidate, rejection } = judged;
  const { config, model } = candidate;
  const traced: TracedCandidate = {
    provider: model.provider,
    providerConfigId: config.id,
    providerConfigName: config.name,
    model: model.modelId,
    outcome: "rejected",
    reason: rejection ? explainRejection(candidate, rejection, type, needs) : null,
  };
  if (rejection) traced.code = rejection.code;
  return traced;
}

function countOmitted(accepted: number, rejected: readonly Judged[]): Record<string, number> {
  const counts: Record<string, number> = {};
  if (accepted > 0) counts.fallback = accepted;
  for (const { rejection } of rejected) if (rejection) counts[rejection.code] = (counts[rejection.code] ?? 0) + 1;
  return counts;
}
