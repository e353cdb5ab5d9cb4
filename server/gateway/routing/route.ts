import type { ModelType } from "@/lib/contracts/model-type";
import type { RejectionCode, RouteFeature, RouteStrategy, ScoreParts, ScoreWeights } from "@/lib/contracts/routing";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import type { CallNeeds } from "./call-needs";
import type { RankedCandidate } from "./candidate";
import type { CandidateHealth, HealthView } from "./candidate-health";
import { averageUsdPerMillion, projectPicoUsd } from "./price-of-model";
import { isBestFor, taskWords } from "./score-task";
import type { SpeedView } from "./speed-view";

/** How to choose among the candidates. */
export interface RouteRules {
  strategy: RouteStrategy;
  weights: ScoreWeights;
  /** Shares by the name of a provider config, for `weighted`; 1 where none is given. */
  shares: Readonly<Record<string, number>>;
  /** Whether fallbacks stay behind what they stand in for, however well they score. */
  ranksHold: boolean;
}

/** Everything the decision depends on: the same input always gives the same order. */
export interface RouteInput {
  type: ModelType;
  /** In the order in which the target writes them. */
  candidates: readonly RankedCandidate[];
  needs: CallNeeds;
  rules: RouteRules;
  health: HealthView;
  speed: SpeedView;
  /** From 0 to 1; decides where shares do. */
  draw: number;
  /**
   * Whether what the catalog says (features, context window) only orders where nobody would be left: so for models that the client or a profile
   * named, about which the catalog may know too little.
   */
  isLenient: boolean;
  /** What the caller's API key may call; everything when absent. */
  allows?: (candidate: RankedCandidate) => boolean;
  /** The only config that may serve, for the call continues what it made; any when absent. */
  boundTo?: string;
}

export interface Rejection {
  code: RejectionCode;
  feature?: RouteFeature;
  /** In the words of who knows; composed from the code where absent. */
  reason?: string;
  /** Behind `unhealthy`: what is known of it. */
  condition?: CandidateHealth;
}

/** A candidate with what was found out about it. */
export interface Judged {
  candidate: RankedCandidate;
  rejection: Rejection | null;
  /** Whether prompt and output fit by the estimate. What does not is tried after what does, the larger window first. */
  isTight: boolean;
  /** Points of the balanced strategy; null for the others. */
  score: number | null;
  /** Lower goes first, within the same rank. */
  key: number;
  /** Its place in the target, which breaks ties. */
  position: number;
}

export interface Routing {
  /** Who may serve the call, the best first; of very many, the best few: no call tries more. */
  order: readonly Judged[];
  /** How many may serve it. */
  acceptedCount: number;
  rejected: readonly Judged[];
}

/** More than a call ever tries and an explanation ever lists. */
const MOST_ORDERED = 24;

/** What 004 reserves for the answer where the client does not say. */
const USUAL_OUTPUT_TOKENS = 4096;

/**
 * The one routing decision, for live calls, explanations, dry runs and replays alike: filters the candidates, scores and orders those that are
 * left. Pure, and linear.
 */
export function route(input: RouteInput): Routing {
  const { accepted, rejected } = judge(input);
  const { ranksHold } = input.rules;
  let best = accepted;
  if (accepted.length > MOST_ORDERED) best = bestOf(accepted, ranksHold);
  else if (accepted.length > 1) accepted.sort((a, b) => compare(a, b, ranksHold));
  return { order: best.map(keep), acceptedCount: accepted.length, rejected };
}

/**
 * Judgements of candidates that may serve, used again by the next call: a thousand new ones for each would be most of what the collector has to do.
 * They last until the next judging begins; what outlives that is copied by `keep`.
 */
const lent: Judged[] = [];

function lend(at: number, candidate: RankedCandidate, isTight: boolean, position: number): Judged {
  const judged = lent[at];
  if (judged === undefined) {
    const fresh = { candidate, rejection: null, isTight, score: null, key: 0, position };
    lent.push(fresh);
    return fresh;
  }
  judged.candidate = candidate;
  judged.rejection = null;
  judged.isTight = isTight;
  judged.score = null;
  judged.key = 0;
  judged.position = position;
  return judged;
}

function keep({ candidate, rejection, isTight, score, key, position }: Judged): Judged {
  return { candidate, rejection, isTight, score, key, position };
}

/** The best few in order: each takes its place among those that are better so far, and nearly all find none. */
function bestOf(accepted: readonly Judged[], ranksHold: boolean): Judged[] {
  const best: Judged[] = [];
  for (const each of accepted) {
    const last = best[MOST_ORDERED - 1];
    if (last && compare(each, last, ranksHold) >= 0) continue;
    let at = last ? MOST_ORDERED - 1 : best.length;
    for (let before = best[at - 1]; before && compare(each, before, ranksHold) < 0; before = best[at - 1]) {
      best[at] = before;
      at -= 1;
    }
    best[at] = each;
  }
  return best;
}

/** The first of `route`'s order, without sorting: for replays, which ask a million times and want nothing else. */
export function routeFirst(input: RouteInput): Judged | undefined {
  const { accepted } = judge(input);
  let [first] = accepted;
  for (const each of accepted) if (first && compare(each, first, input.rules.ranksHold) < 0) first = each;
  return first && keep(first);
}

/** The sum of `scoreCandidate`'s parts, without an object for each of a thousand candidates. */
function balancedScore(
  { config, model }: RankedCandidate,
  { rules: { weights }, speed }: RouteInput,
  isBest: boolean,
  cost: number | null,
): number {
  const latencyMs = latencyOf(speed, config.id, model);
  return (
    (isBest ? weights.bestFor : 0) +
    (100 - config.priority) * weights.priority +
    (cost === null ? 0 : -cost * weights.cost) +
    (latencyMs === null ? 0 : (1000 - latencyMs) * weights.latency)
  );
}

/** USD per million; a pool's candidates bring it along. */
function costOf({ usdPerMillion, model }: RankedCandidate): number | null {
  return usdPerMillion === undefined ? averageUsdPerMillion(model.price) : usdPerMillion;
}

/** The points that make up a balanced score. `dearest` stands in for a price that is not known, so that not knowing is never an advantage. */
export function scoreCandidate(
  { candidate: { config, model } }: Pick<Judged, "candidate">,
  { needs, rules: { weights }, speed }: Pick<RouteInput, "needs" | "rules" | "speed">,
  dearest: number | null,
): ScoreParts {
  const cost = averageUsdPerMillion(model.price) ?? dearest;
  const latencyMs = latencyOf(speed, config.id, model);
  return {
    bestFor: needs.taskType !== null && isBestFor(model.bestFor, taskWords(needs.taskType)) ? weights.bestFor : 0,
    priority: (100 - config.priority) * weights.priority,
    cost: cost === null ? null : -cost * weights.cost,
    latency: latencyMs === null ? null : (1000 - latencyMs) * weights.latency,
  };
}

/** USD per million of the dearest priced candidate; null where none has a price. */
export function dearestOf(judged: readonly Pick<Judged, "candidate">[]): number | null {
  let dearest: number | null = null;
  for (const { candidate } of judged) {
    const cost = costOf(candidate);
    if (cost !== null && (dearest === null || cost > dearest)) dearest = cost;
  }
  return dearest;
}

/** Milliseconds until a whole answer of the usual length, from what was measured; null where nothing was. */
export function projectMs(
  { candidate: { config, model } }: Pick<Judged, "candidate">,
  { needs, speed }: Pick<RouteInput, "needs" | "speed">,
): number | null {
  const latencyMs = latencyOf(speed, config.id, model);
  if (latencyMs === null) return null;
  const tokensPerSecond = speed.of(config.id, model.modelId)?.tokensPerSecond ?? model.tokensPerSecond;
  return tokensPerSecond ? latencyMs + (outputTokensOf(needs, model) / tokensPerSecond) * 1000 : latencyMs;
}

/** The output to reckon with: what the client asked for, else the usual, both bounded by what the model gives. */
export function outputTokensOf({ maxOutputTokens }: CallNeeds, model: ModelEntry): number {
  return Math.min(maxOutputTokens ?? USUAL_OUTPUT_TOKENS, model.maxOutputTokens ?? Number.POSITIVE_INFINITY);
}

function judge(input: RouteInput): { accepted: Judged[]; rejected: Judged[] } {
  const accepted: Judged[] = [];
  const rejected: Judged[] = [];
  let position = 0;
  for (const candidate of input.candidates) {
    const rejection = rejectionOf(candidate, input);
    if (rejection) rejected.push({ candidate, rejection, isTight: false, score: null, key: 0, position });
    else accepted.push(lend(accepted.length, candidate, !fits(candidate.model, input.needs), position));
    position += 1;
  }
  if (input.isLenient && accepted.length === 0) restore(accepted, rejected);
  setKeys(accepted, input);
  return { accepted, rejected };
}

/** What only the catalog speaks against goes on after all: its provider knows better. */
function restore(accepted: Judged[], rejected: Judged[]): void {
  for (let at = rejected.length - 1; at >= 0; at -= 1) {
    const judged = rejected[at];
    if (judged?.rejection?.code !== "feature_missing" && judged?.rejection?.code !== "context_too_long") continue;
    rejected.splice(at, 1);
    accepted.unshift({ ...judged, rejection: null, isTight: judged.rejection.code === "context_too_long" });
  }
}

function rejectionOf(
  candidate: RankedCandidate,
  { type, needs, health, allows, boundTo }: RouteInput,
): Rejection | null {
  const { config, model } = candidate;
  if (model.type !== type) return WRONG_TYPE;
  if (!config.isEnabled) return PROVIDER_DISABLED;
  if (!config.isValid) return PROVIDER_UNVERIFIED;
  if (model.isGone) return MODEL_GONE;
  if (!model.isEnabled) return MODEL_DISABLED;
  if (allows !== undefined && !allows(candidate)) return NOT_ALLOWED;
  if (boundTo !== undefined && config.id !== boundTo) return MADE_ELSEWHERE;
  for (const feature of needs.features) if (!has(model, feature)) return { code: "feature_missing", feature };
  if (model.contextWindow !== null && needs.inputTokensAtLeast > model.contextWindow) return CONTEXT_TOO_LONG;
  if (needs.mustBePriced && model.price === null) return UNPRICED;
  const condition = health.of(candidate);
  if (condition?.state === "unhealthy") return { code: "unhealthy", reason: condition.reason, condition };
  return null;
}

const WRONG_TYPE: Rejection = { code: "wrong_type" };
const PROVIDER_DISABLED: Rejection = { code: "provider_disabled" };
const PROVIDER_UNVERIFIED: Rejection = { code: "provider_unverified" };
const MODEL_GONE: Rejection = { code: "model_gone" };
const MODEL_DISABLED: Rejection = { code: "model_disabled" };
const NOT_ALLOWED: Rejection = { code: "not_allowed_for_key" };
const MADE_ELSEWHERE: Rejection = { code: "made_elsewhere" };
const CONTEXT_TOO_LONG: Rejection = { code: "context_too_long" };
const UNPRICED: Rejection = { code: "unpriced_under_budget" };

/** Of what the catalog does not tell (audio input, JSON schemas), nothing is held against a model. */
function has(model: ModelEntry, feature: RouteFeature): boolean {
  switch (feature) {
    case "tools":
      return model.supportsFunctionCalling;
    case "vision":
      return model.supportsVision;
    case "reasoning":
      return model.supportsReasoning;
    case "streaming":
      return model.supportsStreaming;
    case "json_schema":
    case "audio":
      return true;
  }
}

function fits(model: ModelEntry, needs: CallNeeds): boolean {
  if (model.maxOutputTokens !== null && needs.maxOutputTokens !== null && needs.maxOutputTokens > model.maxOutputTokens)
    return false;
  return model.contextWindow === null || needs.inputTokens + outputTokensOf(needs, model) <= model.contextWindow;
}

function setKeys(accepted: Judged[], input: RouteInput): void {
  const { strategy, shares } = input.rules;
  switch (strategy) {
    case "ordered":
      return;
    case "priority":
      for (const each of accepted) each.key = each.candidate.config.priority;
      return;
    case "balanced": {
      const dearest = dearestOf(accepted);
      const task = input.needs.taskType === null ? null : taskWords(input.needs.taskType);
      for (const each of accepted) {
        const { candidate } = each;
        const isBest = task !== null && isBestFor(candidate.model.bestFor, task);
        each.score = balancedScore(candidate, input, isBest, costOf(candidate) ?? dearest);
        each.key = -each.score;
      }
      return;
    }
    case "cheapest":
      for (const each of accepted) {
        const { model } = each.candidate;
        const pico = projectPicoUsd(model.price, input.needs.inputTokens, outputTokensOf(input.needs, model));
        each.key = pico ?? Number.POSITIVE_INFINITY;
      }
      return;
    case "fastest":
      setSpeedKeys(accepted, input);
      return;
    case "weighted":
      setShareKeys(accepted, shares, input.draw, input.rules.ranksHold);
  }
}

/** What was never measured counts as the mean of what was, so that it gets its turn and is neither preferred nor starved. */
function setSpeedKeys(accepted: Judged[], input: RouteInput): void {
  let sum = 0;
  let measured = 0;
  for (const each of accepted) {
    const ms = projectMs(each, input);
    each.key = ms ?? Number.NaN;
    if (ms === null) continue;
    sum += ms;
    measured += 1;
  }
  const mean = measured === 0 ? 0 : sum / measured;
  for (const each of accepted) if (Number.isNaN(each.key)) each.key = mean;
}

/** The draw picks who goes first, among those of the first rank; the others follow by the size of their share. */
function setShareKeys(accepted: Judged[], shares: RouteRules["shares"], draw: number, ranksHold: boolean): void {
  let firstRank = Number.POSITIVE_INFINITY;
  for (const { candidate, isTight } of accepted)
    if (!isTight) firstRank = Math.min(firstRank, rankOf(candidate, ranksHold));
  let total = 0;
  for (const each of accepted) {
    const share = shares[each.candidate.config.name] ?? 1;
    each.key = -share;
    if (!each.isTight && rankOf(each.candidate, ranksHold) === firstRank) total += share;
  }
  let left = draw * total;
  for (const each of accepted) {
    if (each.isTight || rankOf(each.candidate, ranksHold) !== firstRank) continue;
    left += each.key;
    if (left >= 0) continue;
    each.key = Number.NEGATIVE_INFINITY;
    return;
  }
}

function rankOf({ rank }: RankedCandidate, ranksHold: boolean): number {
  return ranksHold || rank < 0 ? rank : 0;
}

function compare(a: Judged, b: Judged, ranksHold: boolean): number {
  if (a.isTight !== b.isTight) return a.isTight ? 1 : -1;
  if (a.isTight) {
    const wider = (b.candidate.model.contextWindow ?? 0) - (a.candidate.model.contextWindow ?? 0);
    if (wider !== 0) return wider;
  }
  const rank = rankOf(a.candidate, ranksHold) - rankOf(b.candidate, ranksHold);
  if (rank !== 0) return rank;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.position - b.position;
}

function latencyOf(speed: SpeedView, configId: string, model: ModelEntry): number | null {
  return speed.of(configId, model.modelId)?.latencyMs ?? model.avgLatencyMs;
}
