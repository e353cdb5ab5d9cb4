import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";
import type { Actor, SessionUser } from "@/server/auth/actor";
import { resolveApiKeyActor, resolveUserActor } from "@/server/auth/resolve-actor";
import type { ServiceRuntime } from "@/server/services/service-context";
import { isForeignOrigin } from "./is-foreign-origin";

export const TENANT_HEADER = "x-sluice-tenant";

export interface ContextRuntime extends ServiceRuntime {
  readonly snapshot: {
    /** Resolves once calls through the gateway see the tenant's configuration as it is now. */
    refreshTenant(tenantId: string): Promise<void>;
    /** The same for what the operator decides for every tenant. */
    refreshOperator(): Promise<void>;
  };
}

export interface Context {
  readonly runtime: ContextRuntime;
  readonly requestId: string;
  /** Another site made a browser send this. */
  readonly isForeignOrigin: boolean;
  /** The signed-in person; null with an API key. */
  readonly user: SessionUser | null;
  readonly hasApiKey: boolean;
  readonly tenantSlug: string | null;
  /** Who acts, and where; looked up once for all calls of a batch. Rejects with `unauthenticated`, `invalid_request` or `not_found`. */
  actor(): Promise<Actor>;
}

export interface ContextOptions {
  runtime: ContextRuntime;
  headers: Headers;
  /** Looks up the session's person; not asked when the request brings an API key, which then stands alone. */
  currentUser: () => Promise<SessionUser | null>;
}

/** The context of one HTTP request: an API key (`Authorization: Bearer`), or a session with the tenant's slug in `x-sluice-tenant`. */
export async function createContext({ runtime, headers, currentUser }: ContextOptions): Promise<Context> {
  const authorization = headers.get("authorization");
  const user = authorization === null ? await currentUser() : null;
  const tenantSlug = headers.get(TENANT_HEADER);
  let actor: Promise<Actor> | undefined;

  async function resolveActor(): Promise<Actor> {
    if (authorization !== null) {
      const { database, auth, now } = runtime;
      return resolveApiKeyActor({ database, apiKeyPepper: auth.apiKeyPepper, now: () => now() }, authorization);
    }
    if (!user) throw new AppError("unauthenticated");
    if (!tenantSlug) {
      throw new AppError("invalid_request", `No organization is named: send its slug in the ${TENANT_HEADER} header.`);
    }
    return resolveUserActor(runtime.database, user, tenantSlug);
  }

  return {
    runtime,
    requestId: requestIdOf(headers),
    isForeignOrigin: authorization === null && isForeignOrigin(headers),
    user,
    hasApiKey: authorization !== null,
    tenantSlug,
    actor: () => (actor ??= resolveActor()),
  };
}

/** The caller's own, so that logs on both sides can be joined; anything that is not plainly an id is replaced. */
function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
}
