import type { CallSettings } from "@/lib/contracts/call-settings";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { ApiKeyEntry } from "@/server/gateway/config/config-store";
import { effectiveConfig } from "@/server/gateway/config/effective-config";
import type { OperatorSnapshot } from "@/server/gateway/config/operator-snapshot";
import { type EffectiveConfig, kindOfName } from "@/server/gateway/config/resolve-effective";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import { type CallNeeds, NO_NEEDS } from "@/server/gateway/routing/call-needs";
import {
  type Candidate,
  candidatesOf,
  isRouted,
  type Resolution,
  resolveModel,
  resolveTargets,
} from "@/server/gateway/routing/resolve-model";
import type { RouteCall } from "@/server/gateway/routing/route-call";
import type { ChatCall } from "@/server/gateway/spec/chat";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import type { Caller, CallOptions } from "./caller";
import { fitToRequest } from "./fit-to-request";
import type { GatewayParts } from "./gateway-parts";

export interface PlannedCall {
  caller: Caller;
  options: CallOptions;
  type: ModelType;
  /** As the client wrote it. */
  model: string;
  /** What the call needs of a model; nothing in particular when absent. */
  needs?: CallNeeds;
  /** A chat, so that what it asks for can be held against the models' ranges. */
  chat?: ChatCall;
  estimate?: UsageCounts;
  /** The only provider config that may serve it; any when absent. */
  boundTo?: string;
}

/** Whom a call goes to, in which order, on whose behalf, with which settings, and why. */
export interface CallPlan {
  tenant: TenantSnapshot;
  /** Never empty. */
  candidates: readonly Candidate[];
  trace: RouteTrace;
  processorId: string | null;
  profile: string | null;
  /** The processor's, where the request names none. */
  taskType: string | null;
  /** What is filled in where the request leaves it out. */
  settings: CallSettings;
}

type PlanParts = Pick<GatewayParts, "snapshot" | "health" | "speed" | "hasSystemKey">;

/** Reads memory alone. Throws `not_ready` while the tenant is not loaded, and a typed error that says why nobody can serve the call. */
export function planCall(
  { snapshot, health, speed, hasSystemKey }: PlanParts,
  { caller, options, type, model, needs = NO_NEEDS, chat, estimate = {}, boundTo }: PlannedCall,
): CallPlan {
  const tenant = snapshot.tenant(caller.tenantId);
  if (!tenant)
    throw new AppError("not_ready", "This organization's configuration is not loaded yet. Try again in a moment.");
  const { taskType, routesByTask = false } = options;
  const apiKey = caller.apiKeyId === null ? undefined : tenant.apiKeyById.get(caller.apiKeyId);
  const operator = snapshot.operator();
  const own = taskType ? { ...needs, taskType } : needs;
  const config = effectiveConfig(tenant, operator, {
    type,
    model,
    apiKey,
    profile: options.profile,
    isRouted: model === "auto" && isRouted(tenant, { needs: own, routesByTask }),
  });
  const processor = config.processor?.value;
  const call: RouteCall = {
    needs: own.taskType === null && processor !== undefined ? { ...own, taskType: processor.taskType } : own,
    health,
    speed,
    random: Math.random,
    ...(boundTo === undefined ? {} : { boundTo }),
    ...(routesByTask ? { routesByTask } : {}),
  };
  if (config.values.routing_strategy !== undefined)
    call.strategy = {
      value: config.values.routing_strategy,
      source: config.profile?.value ?? processor?.name ?? model,
    };
  if (apiKey?.allowedModels?.length && !apiKey.allowedModels.includes(model)) call.allows = allowedFor(apiKey);
  let resolution = resolve(tenant, type, model, config, call, () => standIns(operator, hasSystemKey));
  if (chat !== undefined && config.targets !== "named")
    resolution = fitToRequest(resolution, chat, config.values, estimate);
  const { candidates, trace } = resolution;
  if (config.trace !== undefined) trace.config = config.trace;
  return {
    tenant,
    candidates,
    trace,
    processorId: processor?.id ?? null,
    profile: config.profile?.value ?? null,
    taskType: processor?.taskType ?? null,
    settings: withDefaults(options.defaults, config.values),
  };
}

/** A tier that sets one of the two that bound sampling has said how to sample: the other is not added to it. */
function withDefaults(defaults: CallSettings | undefined, values: CallSettings): CallSettings {
  if (defaults === undefined) return values;
  if (values.top_p === undefined || values.temperature !== undefined) return { ...defaults, ...values };
  const { temperature: _unneeded, ...others } = defaults;
  return { ...others, ...values };
}

function allowedFor({ allowedModels = [] }: ApiKeyEntry): (candidate: Candidate) => boolean {
  const allowed = new Set(allowedModels);
  return ({ config, model: { provider, modelId } }) =>
    allowed.has(modelId) || allowed.has(`${provider}/${modelId}`) || allowed.has(`${config.name}/${modelId}`);
}

function resolve(
  tenant: TenantSnapshot,
  type: ModelType,
  model: string,
  { targets }: EffectiveConfig,
  call: RouteCall,
  hired: () => Candidate[],
): Resolution {
  if (targets === "named") return resolveModel(tenant, type, model, call);
  if (targets === "default") return resolveModel(tenant, type, "auto", call);
  const kind = kindOfName(model);
  const origin = { resolvedFrom: kind, tier: targets.tier, standIns: hired() };
  // A global default that this tenant can't reach is none.
  const isMissing =
    targets.tier === "global" &&
    kind === "auto" &&
    !targets.value.some((target) => candidatesOf(tenant, target, origin.standIns).length > 0);
  if (isMissing) return resolveModel(tenant, type, "auto", call);
  return resolveTargets(tenant, type, model, targets.value, origin, call);
}

/** The operator's global models, callable with its own keys. */
function standIns(
  { globals, systemConfigs }: OperatorSnapshot,
  hasSystemKey: GatewayParts["hasSystemKey"],
): Candidate[] {
  return globals.flatMap(({ model }) => {
    const config = systemConfigs.get(model.provider);
    return config && hasSystemKey(model.provider) ? [{ config, model }] : [];
  });
}
