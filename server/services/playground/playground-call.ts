import { v7 as uuidv7 } from "uuid";
import type { RequestSource } from "@/lib/contracts/request";
import type { Caller, CallOptions } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";

/** On whose behalf a person or an API key calls through a service. */
export function callerOf({ actor }: Pick<ServiceContext, "actor">, source: RequestSource): Caller {
  return { tenantId: actor.tenantId, apiKeyId: actor.apiKeyId ?? null, userId: actor.userId ?? null, source };
}

/** A new request's id, and the signal that ends it when nobody waits any more. */
export function newCall(signal: AbortSignal | undefined): CallOptions {
  return { requestId: uuidv7(), signal: signal ?? new AbortController().signal };
}
