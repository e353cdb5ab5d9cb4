import { isAppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ReplayInput, ReplayResult } from "@/lib/contracts/route-question";
import { ROUTE_FEATURES, type RouteFeature } from "@/lib/contracts/routing";
import { aimCall, NO_NEEDS, priceUsage, projectMs, type RouteState, routeFirst, toRouteInput } from "@/server/gateway";
import type { UsageCounts } from "@/server/gateway/spec/usage";

/** What is kept of a request that routing looks at. */
export interface PastRequest {
  id: string;
  requestedAtMs: number;
  modelType: ModelType;
  modelRequested: string;
  /** Whose defaults and allowed models applied. */
  apiKeyId: string | null;
  modelServed: string | null;
  providerConfigId: string | null;
  taskType: string | null;
  inputTokens: number;
  outputTokens: number;
  counts: UsageCounts;
  features: readonly RouteFeature[];
  isPriced: boolean;
  costNanoUsd: bigint;
  latencyMs: number;
}

type Aim = ReturnType<typeof aimCall>;

interface Group {
  requestCount: number;
  before: bigint;
  after: bigint;
}

interface Load {
  minute: number;
  requests: number;
  tokens: number;
  peakRequests: number;
  peakTokens: number;
}

/** Routes past requests again, one after the other in the order of time. The same engine as for live calls; pure but for its sums. */
export class Replay {
  readonly #from: RouteState;
  readonly #input: ReplayInput;
  readonly #aims = new Map<string, Aim | null>();
  readonly #byTask = new Map<string, Group>();
  readonly #byModel = new Map<string, Group>();
  readonly #loads = new Map<string, Load>();
  readonly #all: Group = { requestCount: 0, before: 0n, after: 0n };
  #compared = 0;
  #moved = 0;
  #refused = 0;
  #contextMisses = 0;
  #unpriced = 0;
  #latencyBefore = 0;
  #latencyAfter = 0;
  #latencyKnown = 0;

  constructor(from: RouteState, input: ReplayInput) {
    this.#from = from;
    this.#input = input;
  }

  add(past: PastRequest): void {
    this.#all.requestCount += 1;
    this.#latencyBefore += past.latencyMs;
    const chosen = this.#choose(past);
    if (!chosen) {
      this.#refused += 1;
      return;
    }
    const { judged, routeInput } = chosen;
    const { config, model } = judged.candidate;
    if (model.modelId !== past.modelServed || config.id !== past.providerConfigId) this.#moved += 1;
    if (model.contextWindow !== null && past.inputTokens + past.outputTokens > model.contextWindow)
      this.#contextMisses += 1;
    this.#load(config.id, past);
    const ms = projectMs(judged, routeInput);
    if (ms !== null) {
      this.#latencyAfter += ms;
      this.#latencyKnown += 1;
    }
    const charge = priceUsage(past.counts, model.price);
    if (!charge.isPriced) this.#unpriced += 1;
    if (!charge.isPriced || !past.isPriced) return;
    this.#compared += 1;
    for (const group of [
      this.#all,
      groupOf(this.#byTask, past.taskType ?? ""),
      groupOf(this.#byModel, model.modelId),
    ]) {
      group.before += past.costNanoUsd;
      group.after += charge.costNanoUsd;
      if (group !== this.#all) group.requestCount += 1;
    }
  }

  #choose(past: PastRequest) {
    const aim = this.#aim(past);
    if (aim === null) return undefined;
    const needs = {
      ...aim.call.needs,
      // The counts of its own day are exact, so the bound is the count.
      inputTokens: past.inputTokens,
      inputTokensAtLeast: past.inputTokens,
      maxOutputTokens: Math.max(past.outputTokens, 1),
      features: past.features,
    };
    const call = { ...aim.call, needs, random: () => drawOf(past.id) };
    const routeInput = toRouteInput(this.#from.tenant, past.modelType, aim.target, call);
    const judged = routeFirst(routeInput);
    return judged && { judged, routeInput };
  }

  /** Many requests ask for the same; null for what can't be named any more, which is refused as a live call would be. */
  #aim(past: PastRequest): Aim | null {
    const { tenant, health, speed } = this.#from;
    const model = this.#input.model ?? past.modelRequested;
    const key = `${past.modelType} ${past.taskType ?? ""} ${past.apiKeyId ?? ""} ${model}`;
    // A split draws anew for each request, so where it leads can't be kept.
    const isKept = tenant.routing.splits.length === 0;
    const known = isKept ? this.#aims.get(key) : undefined;
    if (known !== undefined) return known;
    const aim = tryToAim(this.#from, {
      type: past.modelType,
      model,
      apiKey: past.apiKeyId === null ? undefined : tenant.apiKeyById.get(past.apiKeyId),
      call: {
        health,
        speed,
        needs: { ...NO_NEEDS, taskType: past.taskType },
        random: () => drawOf(past.id),
        ...(this.#input.byTask ? { routesByTask: true } : {}),
        ...(this.#input.strategy ? { strategy: { value: this.#input.strategy, source: "replay" } } : {}),
      },
    });
    if (isKept) this.#aims.set(key, aim);
    return aim;
  }

  #load(configId: string, past: PastRequest): void {
    const minute = Math.floor(past.requestedAtMs / 60_000);
    let load = this.#loads.get(configId);
    if (!load) {
      load = { minute, requests: 0, tokens: 0, peakRequests: 0, peakTokens: 0 };
      this.#loads.set(configId, load);
    }
    if (load.minute !== minute) {
      load.minute = minute;
      load.requests = 0;
      load.tokens = 0;
    }
    load.requests += 1;
    load.tokens += past.inputTokens + past.outputTokens;
    load.peakRequests = Math.max(load.peakRequests, load.requests);
    load.peakTokens = Math.max(load.peakTokens, load.tokens);
  }

  result(tookMs: number): ReplayResult {
    const { requestCount } = this.#all;
    return {
      requestCount,
      comparedCount: this.#compared,
      costBeforeNanoUsd: this.#all.before.toString(),
      costAfterNanoUsd: this.#all.after.toString(),
      movedCount: this.#moved,
      refusedCount: this.#refused,
      contextMissCount: this.#contextMisses,
      unpricedCount: this.#unpriced,
      latencyBeforeMs: requestCount === 0 ? null : this.#latencyBefore / requestCount,
      latencyAfterMs: this.#latencyKnown === 0 ? null : this.#latencyAfter / this.#latencyKnown,
      latencyKnownCount: this.#latencyKnown,
      byTask: groupsOf(this.#byTask),
      byModel: groupsOf(this.#byModel),
      headroom: [...this.#loads].map(([configId, { peakRequests, peakTokens }]) => {
        const config = this.#from.tenant.configById.get(configId);
        return {
          providerConfigName: config?.name ?? configId,
          peakRequests,
          requestsPerMinute: config?.requestsPerMinute ?? null,
          peakTokens,
          tokensPerMinute: config?.tokensPerMinute ?? null,
        };
      }),
      tookMs,
    };
  }
}

function tryToAim(from: RouteState, call: Parameters<typeof aimCall>[1]): Aim | null {
  try {
    return aimCall(from, call);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

/** From 0 to 1, the same for the same request each time. */
function drawOf(requestId: string): number {
  return Number.parseInt(requestId.slice(-8), 16) / 2 ** 32;
}

function groupOf(groups: Map<string, Group>, key: string): Group {
  let group = groups.get(key);
  if (!group) {
    group = { requestCount: 0, before: 0n, after: 0n };
    groups.set(key, group);
  }
  return group;
}

/** The dearest first; past a hundred the rest is one. */
function groupsOf(groups: Map<string, Group>): ReplayResult["byTask"] {
  return [...groups]
    .toSorted(([, a], [, b]) => (a.before === b.before ? 0 : a.before > b.before ? -1 : 1))
    .slice(0, 100)
    .map(([key, { requestCount, before, after }]) => ({
      key,
      requestCount,
      costBeforeNanoUsd: before.toString(),
      costAfterNanoUsd: after.toString(),
    }));
}

/** Those of the words that are features; others are from another version. */
export function toFeatures(words: unknown): RouteFeature[] {
  return Array.isArray(words) ? ROUTE_FEATURES.filter((feature) => words.includes(feature)) : [];
}
