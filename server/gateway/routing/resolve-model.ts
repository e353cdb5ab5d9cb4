import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ModelTarget } from "@/lib/contracts/profile";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import { modelsOf } from "@/server/gateway/config/resolve-effective";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { Candidate, RankedCandidate } from "./candidate";
import { chooseAmong, type Resolution, type RouteTarget } from "./choose-among";
import { TYPE_NAMES } from "./explain-rejection";
import { requireKnownTask } from "./known-tasks";
import { modelsNamed, poolOf } from "./model-pool";
import { PLAIN_CALL, type RouteCall } from "./route-call";

export type { Candidate } from "./candidate";
export type { Resolution } from "./choose-among";

/**
 * Which of the tenant's models a call goes to, in which order: what its `model` means, then routing among that. Pure but for the draw that
 * `call` hands in. Throws a typed error that says why each candidate fell out.
 */
export function resolveModel(
  tenant: TenantSnapshot,
  type: ModelType,
  requested: string,
  call: RouteCall = PLAIN_CALL,
): Resolution {
  return chooseAmong(tenant, type, findTarget(tenant, type, requested, call), call);
}

/** How a list of targets came to be the call's. */
export interface TargetOrigin {
  resolvedFrom: string;
  tier: string;
  /** Who serves where the tenant has no config of a target's provider at all. */
  standIns: readonly Candidate[];
}

/** What the configuration's list stands for, a split before it. Throws `model_not_found`, naming each target that nobody offers. */
export function targetOf(
  tenant: TenantSnapshot,
  type: ModelType,
  requested: string,
  targets: readonly ModelTarget[],
  { resolvedFrom, tier, standIns }: TargetOrigin,
  call: RouteCall,
): RouteTarget {
  const candidates = targets.flatMap((target, rank) => candidatesOf(tenant, target, standIns, rank));
  if (candidates.length === 0) {
    const missing = targets.map(({ provider, model }) => `"${provider}/${model}"`).join(", ");
    throw new AppError(
      "model_not_found",
      `"${requested}" leads to ${missing}, which no connected provider offers. Choose another model under Profiles or Processors in the console, or connect the provider.`,
      { param: "model" },
    );
  }
  const target: RouteTarget = { resolvedFrom, tier, scope: "target", candidates };
  const isSplit = tenant.routing.splits.length > 0;
  return isSplit ? split(tenant, type, requested, call, target) : target;
}

/** The tenant's own models that a target means; the operator's where the tenant has no config of its provider. */
export function candidatesOf(
  tenant: TenantSnapshot,
  target: ModelTarget,
  standIns: readonly Candidate[],
  rank = 0,
): RankedCandidate[] {
  const own = modelsOf(tenant, target).flatMap((model) => {
    const config = tenant.configById.get(model.providerConfigId);
    return config ? [{ config, model, rank }] : [];
  });
  if (own.length > 0 || tenant.configs.some(({ provider, name }) => [provider, name].includes(target.provider)))
    return own;
  return standIns.flatMap(({ config, model }) =>
    model.provider === target.provider && model.modelId === target.model ? [{ config, model, rank }] : [],
  );
}

/**
 * What a client's `model` means: `auto` is the default for the type, or all there is where the tenant routes it; `provider/model` narrows to a
 * provider or to a config by its name; anything else is a model's id. A split of the tenant may put another model before it.
 */
export function findTarget(tenant: TenantSnapshot, type: ModelType, requested: string, call: RouteCall): RouteTarget {
  const target = readTarget(tenant, type, requested, call);
  return tenant.routing.splits.length === 0 ? target : split(tenant, type, requested, call, target);
}

function readTarget(tenant: TenantSnapshot, type: ModelType, requested: string, call: RouteCall): RouteTarget {
  if (requested === "auto") return isRouted(tenant, call) ? routedPool(tenant, type, call) : defaultOf(tenant, type);
  const named = modelsNamed(tenant, requested);
  if (named.length === 0) {
    throw new AppError(
      "model_not_found",
      `No connected provider offers "${requested}". List the models you may call with GET /v1/models, sync the provider's models in the console, or send "auto" for the default.`,
      { param: "model" },
    );
  }
  const resolvedFrom = tenant.modelsById.has(requested) ? "model" : "provider/model";
  return { resolvedFrom, tier: "request", scope: "target", candidates: toCandidates(tenant, named, requested) };
}

/** Whether `auto` chooses among all models: the tenant says so, or the call tells its task and the tenant routes by it. */
export function isRouted(
  { routing }: TenantSnapshot,
  { needs, routesByTask }: Pick<RouteCall, "needs" | "routesByTask">,
): boolean {
  return routesByTask === true || routing.routesAuto || (routing.routesByTask && needs.taskType !== null);
}

function routedPool(tenant: TenantSnapshot, type: ModelType, { needs: { taskType } }: RouteCall): RouteTarget {
  if (taskType !== null) requireKnownTask(tenant, taskType);
  const candidates = poolOf(tenant, type);
  if (candidates.length === 0) {
    throw new AppError(
      "no_default_model",
      `The request leaves the choice to Sluice, but there is no ${TYPE_NAMES[type]} model to choose from. Connect a provider, or sync its models in the console.`,
      { param: "model" },
    );
  }
  return { resolvedFrom: "auto", tier: "request", scope: "pool", candidates };
}

function defaultOf(tenant: TenantSnapshot, type: ModelType): RouteTarget {
  const entry = tenant.defaults.get(type);
  if (!entry) {
    throw new AppError(
      "no_default_model",
      `The request asks for "auto", but no default ${TYPE_NAMES[type]} model is set. Set one under Models in the console, or name a model.`,
      { param: "model" },
    );
  }
  const sameId = tenant.modelsById.get(entry.modelId) ?? [];
  const named = sameId.filter((model) => model.providerConfigId === entry.providerConfigId);
  // The same model of another config stands in when the chosen one is out.
  const others = sameId.filter(
    (model) => model.providerConfigId !== entry.providerConfigId && model.provider === entry.provider,
  );
  if (named.length === 0 && others.length === 0) {
    throw new AppError(
      "model_not_found",
      `The default ${TYPE_NAMES[type]} model "${entry.modelId}" is no longer offered. Choose another default under Models in the console.`,
      { param: "model" },
    );
  }
  const candidates = toCandidates(tenant, [...named, ...others], entry.modelId);
  return { resolvedFrom: "auto", tier: "tenant_default", scope: "target", candidates };
}

function toCandidates(tenant: TenantSnapshot, models: readonly ModelEntry[], name: string): RankedCandidate[] {
  const candidates: RankedCandidate[] = [];
  for (const model of models) {
    const config = tenant.configById.get(model.providerConfigId);
    if (config) candidates.push({ config, model, rank: 0 });
  }
  if (candidates.length > 0) return candidates;
  throw new AppError("model_not_found", `No connected provider offers "${name}".`, { param: "model" });
}

/** Puts the way that the draw chose before what the client asked for, which stays as the fallback. */
function split(
  tenant: TenantSnapshot,
  type: ModelType,
  requested: string,
  call: RouteCall,
  target: RouteTarget,
): RouteTarget {
  const found = tenant.routing.splits.find((each) => each.isEnabled && each.match === requested);
  if (!found) return target;
  const total = found.arms.reduce((sum, arm) => sum + arm.weight, 0);
  if (total === 0) return target;
  const draw = call.random();
  let left = draw * total;
  const arm = found.arms.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  if (!arm) return target;
  // A model that is gone leaves the calls where they would have gone without the split.
  const models = modelsNamed(tenant, arm.model).filter((model) => model.type === type);
  const first = models.flatMap((model) => {
    const config = tenant.configById.get(model.providerConfigId);
    return config ? [{ config, model, rank: -1 }] : [];
  });
  const isFirst = new Set(first.map(({ model }) => model));
  return {
    ...target,
    candidates: [...first, ...target.candidates.filter(({ model }) => !isFirst.has(model))],
    split: { name: found.name, arm: arm.model, draw },
  };
}
