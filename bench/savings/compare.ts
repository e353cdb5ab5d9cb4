import {
  ALL_HEALTHY,
  NOTHING_MEASURED,
  priceUsage,
  routeFirst,
  type TenantSnapshot,
  toRouteInput,
} from "@/server/gateway";
import { tierOf } from "./line-up";
import { QUALITY_TIERS, type QualityTier, type WorkloadRequest } from "./workload";

export interface Comparison {
  requestCount: number;
  powerfulNanoUsd: bigint;
  routedNanoUsd: bigint;
  /** Requests that went to a model below the tier their task needs. */
  belowTier: number;
  byTask: Map<string, { requestCount: number; powerful: bigint; routed: bigint }>;
}

/**
 * The same requests twice: always to a powerful model, and to the tier that the task needs, within which both take the cheapest that fits. The
 * choice is the gateway's own engine's, the cost what its ledger would charge.
 */
export function compare(tenant: TenantSnapshot, requests: Iterable<WorkloadRequest>): Comparison {
  const sum: Comparison = {
    requestCount: 0,
    powerfulNanoUsd: 0n,
    routedNanoUsd: 0n,
    belowTier: 0,
    byTask: new Map(),
  };
  for (const request of requests) {
    const powerful = choose(tenant, request, "powerful");
    const routed = choose(tenant, request, request.task.needs);
    const ofTask = sum.byTask.get(request.task.taskType) ?? { requestCount: 0, powerful: 0n, routed: 0n };
    sum.byTask.set(request.task.taskType, ofTask);
    sum.requestCount += 1;
    sum.powerfulNanoUsd += powerful.costNanoUsd;
    sum.routedNanoUsd += routed.costNanoUsd;
    ofTask.requestCount += 1;
    ofTask.powerful += powerful.costNanoUsd;
    ofTask.routed += routed.costNanoUsd;
    if (rank(routed.tier) < rank(request.task.needs)) sum.belowTier += 1;
  }
  return sum;
}

function choose(tenant: TenantSnapshot, { task, inputTokens, outputTokens }: WorkloadRequest, least: QualityTier) {
  const candidates = tenant.models.flatMap((model) => {
    const config = tenant.configById.get(model.providerConfigId);
    const tier = tierOf(model.provider, model.modelId);
    return config && tier && rank(tier) >= rank(least) ? [{ config, model, rank: 0 }] : [];
  });
  const input = toRouteInput(
    tenant,
    "llm",
    { resolvedFrom: "profile", tier: "profile", scope: "pool", candidates },
    {
      needs: {
        inputTokens,
        inputTokensAtLeast: inputTokens,
        maxOutputTokens: outputTokens,
        features: [],
        taskType: task.taskType,
        mustBePriced: true,
      },
      health: ALL_HEALTHY,
      speed: NOTHING_MEASURED,
      random: () => 0,
      strategy: { value: "cheapest", source: "profile" },
    },
  );
  const chosen = routeFirst(input)?.candidate.model;
  const tier = chosen && tierOf(chosen.provider, chosen.modelId);
  if (!chosen || !tier) throw new Error(`Nobody can serve ${inputTokens} tokens of ${task.taskType}.`);
  return { tier, costNanoUsd: priceUsage({ inputTokens, outputTokens }, chosen.price).costNanoUsd };
}

function rank(tier: QualityTier): number {
  return QUALITY_TIERS.indexOf(tier);
}

/** Of "always powerful", from 0 to 1. */
export function savingOf({
  powerfulNanoUsd,
  routedNanoUsd,
}: Pick<Comparison, "powerfulNanoUsd" | "routedNanoUsd">): number {
  return 1 - Number(routedNanoUsd) / Number(powerfulNanoUsd);
}
