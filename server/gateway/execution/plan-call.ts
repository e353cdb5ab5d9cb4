import type { CallSettings } from "@/lib/contracts/call-settings";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import { aimCall } from "@/server/gateway/routing/aim-call";
import { type CallNeeds, NO_NEEDS } from "@/server/gateway/routing/call-needs";
import type { Candidate } from "@/server/gateway/routing/candidate";
import { chooseAmong } from "@/server/gateway/routing/choose-among";
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
  const { config, call, target } = aimCall(
    { tenant, operator: snapshot.operator(), hasSystemKey },
    {
      type,
      model,
      apiKey,
      profile: options.profile,
      call: {
        needs: taskType ? { ...needs, taskType } : needs,
        health,
        speed,
        random: Math.random,
        ...(boundTo === undefined ? {} : { boundTo }),
        ...(routesByTask ? { routesByTask } : {}),
      },
    },
  );
  const processor = config.processor?.value;
  let resolution = chooseAmong(tenant, type, target, call);
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
