import type { RouteFlip } from "@/lib/contracts/route-question";
import { ROUTE_FEATURES, ROUTE_STRATEGIES } from "@/lib/contracts/routing";
import type { RankedCandidate } from "./candidate";
import { averageUsdPerMillion } from "./price-of-model";
import { type Judged, type RouteInput, type Routing, routeFirst } from "./route";

/** Runners-up that are looked at, and those that fell out. */
const MOST_OTHERS = 3;
const MOST_INPUT_TOKENS = 4_000_000;
/** Halvings: enough to tell a price to a millionth and a million tokens to one. */
const STEPS = 24;

/**
 * The nearest single changes that make another candidate win. Each is found by asking the engine again with the changed input, so what is told
 * is what would happen, whatever the strategy. Some hundred questions: for people who ask, not for the hot path.
 */
export function findFlips(input: RouteInput, { order, rejected }: Routing): RouteFlip[] {
  const [winner] = order;
  const flips: RouteFlip[] = [];
  for (const { candidate } of order.slice(1, 1 + MOST_OTHERS)) {
    for (const find of [byPrice, byPriority, byLatency]) {
      const flip = find(input, candidate);
      if (flip) flips.push(flip);
    }
  }
  for (const judged of rejected.slice(0, MOST_OTHERS)) {
    const flip = byCondition(input, judged);
    if (flip) flips.push(flip);
  }
  if (winner) flips.push(...byNeeds(input, winner), ...byStrategy(input, winner));
  return flips;
}

function byPrice(input: RouteInput, candidate: RankedCandidate): RouteFlip | undefined {
  const { price } = candidate.model;
  const now = averageUsdPerMillion(price);
  if (price === null || !now) return undefined;
  const at = (share: number) => {
    const units = Object.fromEntries(
      Object.entries(price.units).map(([unit, rate]) => [unit, BigInt(Math.floor(Number(rate) * share))]),
    );
    // Without the mean that the candidate brings along, which is the old price's.
    const { config, model, rank } = candidate;
    return { config, rank, model: { ...model, price: { ...price, units } } };
  };
  const share = greatest(0, 1, (tried) => wins(input, candidate, at(tried)));
  if (share === undefined) return undefined;
  const to = averageUsdPerMillion(at(share).model.price) ?? 0;
  return flipTo(candidate, "price", usd(now), usd(to));
}

function byPriority(input: RouteInput, candidate: RankedCandidate): RouteFlip | undefined {
  const now = candidate.config.priority;
  const at = (priority: number) => ({ ...candidate, config: { ...candidate.config, priority: Math.floor(priority) } });
  const priority = greatest(0, now, (tried) => wins(input, candidate, at(tried)));
  return priority === undefined || Math.floor(priority) >= now
    ? undefined
    : flipTo(candidate, "priority", String(now), String(Math.floor(priority)));
}

function byLatency(input: RouteInput, candidate: RankedCandidate): RouteFlip | undefined {
  const { id } = candidate.config;
  const { modelId, avgLatencyMs } = candidate.model;
  const measured = input.speed.of(id, modelId);
  const now = measured?.latencyMs ?? avgLatencyMs;
  if (now === null) return undefined;
  const at = (latencyMs: number): RouteInput => ({
    ...input,
    speed: {
      of: (configId, model) =>
        configId === id && model === modelId
          ? { latencyMs: Math.floor(latencyMs), tokensPerSecond: measured?.tokensPerSecond ?? null }
          : input.speed.of(configId, model),
    },
  });
  const latencyMs = greatest(0, now, (tried) => isFirst(at(tried), candidate));
  return latencyMs === undefined
    ? undefined
    : flipTo(candidate, "latency", `${Math.round(now)} ms`, `${Math.floor(latencyMs)} ms`);
}

/** What fell out, put right: it says only that this candidate would then be first. */
function byCondition(input: RouteInput, { candidate, rejection }: Judged): RouteFlip | undefined {
  if (!rejection) return undefined;
  const { config, model } = candidate;
  const mended = {
    ...candidate,
    config: { ...config, isEnabled: true, isValid: true },
    model: { ...model, isEnabled: true, isGone: false, contextWindow: null },
  };
  const needs = { ...input.needs, features: rejection.code === "feature_missing" ? [] : input.needs.features };
  const health = rejection.code === "unhealthy" ? { of: () => undefined } : input.health;
  return wins({ ...input, needs, health }, candidate, mended)
    ? flipTo(candidate, "condition", rejection.code, "")
    : undefined;
}

function byNeeds(input: RouteInput, winner: Judged): RouteFlip[] {
  const flips: RouteFlip[] = [];
  const tryNeeds = (kind: "task" | "input" | "feature", needs: RouteInput["needs"], from: string, to: string) => {
    const other = otherThan(winner, { ...input, needs });
    if (other) flips.push(flipTo(other.candidate, kind, from, to));
  };
  const { needs } = input;
  const tasks = new Set(input.candidates.flatMap(({ model }) => model.bestFor));
  for (const task of [...tasks].slice(0, 20))
    if (task !== needs.taskType) tryNeeds("task", { ...needs, taskType: task }, needs.taskType ?? "", task);
  for (const feature of ROUTE_FEATURES) {
    const has = needs.features.includes(feature);
    const features = has ? needs.features.filter((each) => each !== feature) : [...needs.features, feature];
    tryNeeds("feature", { ...needs, features }, has ? feature : "", has ? "" : feature);
  }
  const withTokens = (inputTokens: number) => ({
    ...needs,
    inputTokens,
    inputTokensAtLeast: Math.floor(inputTokens / 4),
  });
  const flipsAt = (inputTokens: number) =>
    otherThan(winner, { ...input, needs: withTokens(inputTokens) }) !== undefined;
  // Longer than every window nobody wins any more, so the search ends at the first window that makes a difference.
  const windows = new Set(input.candidates.map(({ model }) => model.contextWindow ?? MOST_INPUT_TOKENS));
  const enough = [...windows].toSorted((a, b) => a - b).find((length) => length > needs.inputTokens && flipsAt(length));
  const tokens =
    enough === undefined ? undefined : greatest(-enough, -needs.inputTokens, (tried) => flipsAt(-Math.floor(tried)));
  if (tokens !== undefined) {
    const to = -Math.floor(tokens);
    tryNeeds("input", withTokens(to), String(needs.inputTokens), String(to));
  }
  return flips;
}

function byStrategy(input: RouteInput, winner: Judged): RouteFlip[] {
  const flips: RouteFlip[] = [];
  for (const strategy of ROUTE_STRATEGIES) {
    if (strategy === input.rules.strategy || strategy === "weighted") continue;
    // As a profile or a caller of its own would set it: then the written order of the models is no longer one.
    const rules = { ...input.rules, strategy, ranksHold: strategy === "ordered" };
    const other = otherThan(winner, { ...input, rules });
    if (other) flips.push(flipTo(other.candidate, "strategy", input.rules.strategy, strategy));
  }
  return flips;
}

/** The greatest value below `high` that holds, where what is smaller holds too; undefined where not even `low` does. */
function greatest(low: number, high: number, holds: (value: number) => boolean): number | undefined {
  if (!holds(low)) return undefined;
  let [yes, no] = [low, high];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (yes + no) / 2;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function wins(input: RouteInput, candidate: RankedCandidate, changed: RankedCandidate): boolean {
  const candidates = input.candidates.map((each) => (each === candidate ? changed : each));
  return routeFirst({ ...input, candidates })?.candidate === changed;
}

function isFirst(input: RouteInput, candidate: RankedCandidate): boolean {
  return routeFirst(input)?.candidate === candidate;
}

function otherThan(winner: Judged, input: RouteInput): Judged | undefined {
  const first = routeFirst(input);
  return first && first.candidate !== winner.candidate ? first : undefined;
}

function flipTo({ config, model }: RankedCandidate, kind: RouteFlip["kind"], from: string, to: string): RouteFlip {
  return { kind, model: model.modelId, providerConfigName: config.name, from, to };
}

function usd(perMillion: number): string {
  return `$${Number(perMillion.toPrecision(4))} / 1M`;
}
