import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import { type Candidate, resolveModel } from "@/server/gateway/routing/resolve-model";
import type { Caller, CallOptions } from "./caller";
import type { GatewayParts } from "./gateway-parts";

export interface PlannedCall {
  caller: Caller;
  options: CallOptions;
  type: ModelType;
  /** As the client wrote it. */
  model: string;
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
export function planCall({ snapshot }: Pick<GatewayParts, "snapshot">, { caller, type, model }: PlannedCall): CallPlan {
  const tenant = snapshot.tenant(caller.tenantId);
  if (!tenant)
    throw new AppError("not_ready", "This organization's configuration is not loaded yet. Try again in a moment.");
  const { candidates, trace } = resolveModel(tenant, type, model);
  return { tenant, candidates, trace, processorId: null, profile: null, taskType: null };
}
