import type { CallSettings } from "@/lib/contracts/call-settings";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { StepDown } from "@/server/gateway/budgets/step-down";
import type { BudgetEntry } from "@/server/gateway/config/config-store";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import { type Aim, aimCall } from "@/server/gateway/routing/aim-call";
import { type CallNeeds, NO_NEEDS } from "@/server/gateway/routing/call-needs";
import type { Candidate } from "@/server/gateway/routing/candidate";
import { chooseAmong } from "@/server/gateway/routing/choose-among";
import type { ChatCall } from "@/server/gateway/spec/chat";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import type { Caller, CallOptions } from "./caller";
import { findStep } from "./find-step";
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
  /** Where a budget put a cheaper profile in place of the call's own. */
  stepDown: StepDown | null;
  /** Budgets that may step the call down, and of which it is not known yet what was spent; absent where there are none. */
  unknownBudgets?: readonly BudgetEntry[];
}

type PlanParts = Pick<GatewayParts, "snapshot" | "health" | "speed" | "hasSystemKey" | "budgets">;

/** Reads memory alone. Throws `not_ready` while the tenant is not loaded, and a typed error that says why nobody can serve the call. */
export function planCall(
  { snapshot, health, speed, hasSystemKey, budgets }: PlanParts,
  planned: PlannedCall,
): CallPlan {
  const { caller, options, type, model, needs = NO_NEEDS, boundTo } = planned;
  const tenant = snapshot.tenant(caller.tenantId);
  if (!tenant)
    throw new AppError("not_ready", "This organization's configuration is not loaded yet. Try again in a moment.");
  const { taskType, routesByTask = false } = options;
  const operator = snapshot.operator();
  const route = { tenant, operator, hasSystemKey };
  const asked = {
    type,
    model,
    apiKey: caller.apiKeyId === null ? undefined : tenant.apiKeyById.get(caller.apiKeyId),
    profile: options.profile,
    call: {
      needs: taskType ? { ...needs, taskType } : needs,
      health,
      speed,
      random: Math.random,
      routesByTask,
      strategy: undefined,
      allows: undefined,
      boundTo,
    },
  };
  const aim = aimCall(route, asked);
  if (!tenant.stepsDown) return planFor(tenant, planned, aim, null);
  const { step, unknown } = findStep(budgets, tenant, operator, caller, type, aim.config);
  const plan =
    (step && planSteppedDown(tenant, planned, () => aimCall(route, { ...asked, stepTo: step.to }), step)) ??
    planFor(tenant, planned, aim, null);
  return unknown.length === 0 ? plan : { ...plan, unknownBudgets: unknown };
}

/** Undefined where nobody can serve the cheaper profile, as a model the key may not use: a budget near its end refuses no call. */
function planSteppedDown(
  tenant: TenantSnapshot,
  planned: PlannedCall,
  aim: () => Aim,
  step: StepDown,
): CallPlan | undefined {
  try {
    return planFor(tenant, planned, aim(), step);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function planFor(
  tenant: TenantSnapshot,
  { options, type, chat, estimate = {} }: PlannedCall,
  { config, call, target }: Aim,
  stepDown: StepDown | null,
): CallPlan {
  const processor = config.processor?.value;
  let resolution = chooseAmong(tenant, type, target, call);
  if (chat !== undefined && config.targets !== "named")
    resolution = fitToRequest(resolution, chat, config.values, estimate);
  const { candidates, trace } = resolution;
  if (config.trace !== undefined) trace.config = stepDown === null ? config.trace : { ...config.trace, stepDown };
  return {
    tenant,
    candidates,
    trace,
    processorId: processor?.id ?? null,
    profile: config.profile?.value ?? null,
    taskType: processor?.taskType ?? null,
    settings: withDefaults(options.defaults, config.values),
    stepDown,
  };
}

/** A tier that sets one of the two that bound sampling has said how to sample: the other is not added to it. */
function withDefaults(defaults: CallSettings | undefined, values: CallSettings): CallSettings {
  if (defaults === undefined) return values;
  if (values.top_p === undefined || values.temperature !== undefined) return { ...defaults, ...values };
  const { temperature: _unneeded, ...others } = defaults;
  return { ...others, ...values };
}
