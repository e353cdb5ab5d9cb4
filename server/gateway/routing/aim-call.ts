import type { ModelType } from "@/lib/contracts/model-type";
import type { ApiKeyEntry } from "@/server/gateway/config/config-store";
import { effectiveConfig } from "@/server/gateway/config/effective-config";
import { indexOperator, type OperatorSnapshot } from "@/server/gateway/config/operator-snapshot";
import { type EffectiveConfig, kindOfName } from "@/server/gateway/config/resolve-effective";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { Candidate } from "./candidate";
import type { RouteTarget } from "./choose-among";
import { keyAllowance } from "./key-allowance";
import { candidatesOf, findTarget, isRouted, targetOf } from "./resolve-model";
import type { RouteCall } from "./route-call";

/** Whose configuration applies: the tenant's, and what the operator lends it. */
export interface RouteConfig {
  tenant: TenantSnapshot;
  operator: OperatorSnapshot;
  hasSystemKey(provider: string): boolean;
}

export interface AimedCall {
  type: ModelType;
  /** As the client wrote it. */
  model: string;
  apiKey: ApiKeyEntry | undefined;
  /** In place of the profile that the tiers would give. */
  profile?: string | undefined;
  /** The cheaper profile that a budget puts in place of whichever the tiers give. */
  stepTo?: string | undefined;
  /** As the request alone tells it; a strategy given here goes before those of the tiers. */
  call: RouteCall;
}

export interface Aim {
  config: EffectiveConfig;
  /** With the processor's task, the strategy that a tier sets and the models that the key may use. */
  call: RouteCall;
  target: RouteTarget;
}

const NOTHING_LENT = indexOperator({ globals: [] });

/** A tenant's configuration on its own, with nothing lent. */
export function ownConfig(tenant: TenantSnapshot): RouteConfig {
  return { tenant, operator: NOTHING_LENT, hasSystemKey: () => false };
}

/**
 * What a call stands for, by every tier of the configuration, before anything is chosen: the same for a live call, a question and a replay. Throws
 * `model_not_found` and `no_default_model` with what to do about it.
 */
export function aimCall(route: RouteConfig, { type, model, apiKey, profile, stepTo, call: asked }: AimedCall): Aim {
  const { tenant, operator } = route;
  const config = effectiveConfig(tenant, operator, {
    type,
    model,
    apiKey,
    profile,
    isRouted: model === "auto" && isRouted(tenant, asked),
    stepTo,
  });
  const call = withTiers(asked, config, model, apiKey);
  return { config, call, target: targetFor(route, type, model, config, call) };
}

function withTiers(
  asked: RouteCall,
  config: EffectiveConfig,
  model: string,
  apiKey: ApiKeyEntry | undefined,
): RouteCall {
  const { values, profile, processor } = config;
  let { needs, strategy, allows } = asked;
  const taskType = processor?.value.taskType;
  if (needs.taskType === null && taskType) needs = { ...needs, taskType };
  if (strategy === undefined && values.routing_strategy !== undefined)
    strategy = {
      value: values.routing_strategy,
      source: profile?.value ?? processor?.value.name ?? model,
    };
  if (apiKey?.allowedModels?.length && !mayCallWhole(apiKey.allowedModels, model, config))
    allows = keyAllowance(apiKey).allows;
  const isSame = needs === asked.needs && strategy === asked.strategy && allows === asked.allows;
  return isSame ? asked : { ...asked, needs, strategy, allows };
}

/** Whether what the call stands for is allowed as a whole: by the name it was given, or for `auto` by that of the default that stands behind it. */
function mayCallWhole(
  allowed: readonly string[],
  model: string,
  { profile, steppedFrom, processor }: EffectiveConfig,
): boolean {
  if (allowed.includes(model)) return true;
  if (model !== "auto") return false;
  // Who may use a profile may also be stepped down from it.
  if (profile !== null && allowed.includes(`profile:${steppedFrom ?? profile.value}`)) return true;
  // A profile that the request chose itself is not the processor's.
  return profile?.tier !== "request" && processor !== null && allowed.includes(`processor:${processor.value.name}`);
}

function targetFor(
  { tenant, operator, hasSystemKey }: RouteConfig,
  type: ModelType,
  model: string,
  { targets }: EffectiveConfig,
  call: RouteCall,
): RouteTarget {
  if (targets === "named") return findTarget(tenant, type, model, call);
  if (targets === "default") return findTarget(tenant, type, "auto", call);
  const kind = kindOfName(model);
  const origin = { resolvedFrom: kind, tier: targets.tier, standIns: standIns(operator, hasSystemKey) };
  // A global default that this tenant can't reach is none.
  const isMissing =
    targets.tier === "global" &&
    kind === "auto" &&
    !targets.value.some((target) => candidatesOf(tenant, target, origin.standIns).length > 0);
  if (isMissing) return findTarget(tenant, type, "auto", call);
  return targetOf(tenant, type, model, targets.value, origin, call);
}

/** The operator's global models, callable with its own keys. */
function standIns(
  { globals, systemConfigs }: OperatorSnapshot,
  hasSystemKey: RouteConfig["hasSystemKey"],
): Candidate[] {
  return globals.flatMap(({ model }) => {
    const config = systemConfigs.get(model.provider);
    return config && hasSystemKey(model.provider) ? [{ config, model }] : [];
  });
}
