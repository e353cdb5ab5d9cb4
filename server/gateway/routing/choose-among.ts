import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { Candidate, RankedCandidate } from "./candidate";
import { configVersionOf } from "./config-version";
import { noCandidateError } from "./explain-rejection";
import { type RouteInput, type Routing, route } from "./route";
import type { RouteCall } from "./route-call";
import { traceCandidates } from "./trace-route";

/** What a call's `model` stands for, before anything is chosen. */
export interface RouteTarget {
  /** "model", "provider/model", "auto", … */
  resolvedFrom: string;
  /** Which tier gave it. */
  tier: string;
  /** Whether somebody named these models, or they are all that there are. */
  scope: "target" | "pool";
  candidates: readonly RankedCandidate[];
  split?: { name: string; arm: string; draw: number };
}

export interface Resolution {
  /** In the order in which they are tried; never empty. */
  candidates: readonly Candidate[];
  trace: RouteTrace;
}

/** Orders what the target allows by the tenant's rules, and writes down why. Throws a typed error that says why each candidate fell out. */
export function chooseAmong(tenant: TenantSnapshot, type: ModelType, target: RouteTarget, call: RouteCall): Resolution {
  const input = toRouteInput(tenant, type, target, call);
  const routing = route(input);
  if (routing.order.length === 0) throw noCandidateError(routing.rejected, type, call.needs);
  return {
    candidates: routing.order.map(({ candidate }) => candidate),
    trace: traceRoute(tenant, target, call, input, routing),
  };
}

export function toRouteInput(
  { routing: policy }: TenantSnapshot,
  type: ModelType,
  { scope, candidates, split }: RouteTarget,
  { needs, health, speed, strategy: own, random, routesByTask, allows, boundTo }: RouteCall,
): RouteInput {
  // By 004 the balanced score chooses where no model was named; a policy of the tenant's own goes before it.
  const usual = scope === "pool" && (routesByTask || policy.strategy === "ordered") ? "balanced" : "ordered";
  const strategy = own?.value ?? (policy.strategy === "ordered" ? usual : policy.strategy);
  return {
    type,
    candidates,
    needs,
    rules: {
      strategy,
      weights: policy.weights,
      shares: policy.shares,
      ranksHold: own === undefined || own.value === "ordered",
    },
    health,
    speed,
    draw: split?.draw ?? (strategy === "weighted" ? random() : 0),
    isLenient: scope === "target",
    allows,
    boundTo,
  };
}

export function traceRoute(
  tenant: TenantSnapshot,
  { resolvedFrom, tier, scope, split }: RouteTarget,
  { needs, strategy }: RouteCall,
  input: RouteInput,
  routing: Routing,
): RouteTrace {
  const { candidates, omitted } = traceCandidates(routing, input);
  const trace: RouteTrace = {
    resolvedFrom,
    tier,
    candidates,
    strategy: input.rules.strategy,
    policySource: strategy?.source ?? (tenant.routing.strategy === "ordered" ? "default" : "tenant"),
    scope,
    needs: {
      inputTokens: needs.inputTokens,
      inputTokensAtLeast: needs.inputTokensAtLeast,
      maxOutputTokens: needs.maxOutputTokens,
      features: needs.features.slice(),
      taskType: needs.taskType,
      mustBePriced: needs.mustBePriced,
    },
    configVersion: configVersionOf(tenant),
  };
  if (omitted) trace.omitted = omitted;
  if (split) trace.split = { name: split.name, arm: split.arm };
  if (split || input.rules.strategy === "weighted") trace.draw = input.draw;
  return trace;
}
