import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import { type CallNeeds, NO_NEEDS } from "@/server/gateway/routing/call-needs";
import { type Candidate, resolveModel } from "@/server/gateway/routing/resolve-model";
import type { Caller, CallOptions } from "./caller";
import type { GatewayParts } from "./gateway-parts";

export interface PlannedCall {
  caller: Caller;
  options: CallOptions;
  type: ModelType;
  /** As the client wrote it. */
  model: string;
  /** What the call needs of a model; nothing in particular when absent. */
  needs?: CallNeeds;
}

/** Whom a call goes to, in which order, on whose behalf, and why. */
export interface CallPlan {
  tenant: TenantSnapshot;
  /** Never empty. */
  candidates: readonly Candidate[];
  trace: RouteTrace;
  processorId: string | null;
  profile: string | null;
  /** The processor's, where the request names none. */
  taskType: string | null;
}

/** Reads memory alone. Throws `not_ready` while the tenant is not loaded, and a typed error that says why nobody can serve the call. */
export function planCall(
  { snapshot, health, speed }: Pick<GatewayParts, "snapshot" | "health" | "speed">,
  { caller, options, type, model, needs = NO_NEEDS }: PlannedCall,
): CallPlan {
  const tenant = snapshot.tenant(caller.tenantId);
  if (!tenant)
    throw new AppError("not_ready", "This organization's configuration is not loaded yet. Try again in a moment.");
  const { candidates, trace } = resolveModel(tenant, type, model, {
    needs: options.taskType ? { ...needs, taskType: options.taskType } : needs,
    health,
    speed,
    random: Math.random,
    ...(options.routesByTask ? { routesByTask: true } : {}),
  });
  return { tenant, candidates, trace, processorId: null, profile: null, taskType: null };
}
