import type { Role } from "@/lib/contracts/permissions";

/** A signed-in person, before any tenant. */
export interface SessionUser {
  id: string;
  name: string;
  email: string;
  isOperator: boolean;
}

/** The signed-in person of the request at hand; null when nobody is, or the session was ended. */
export type CurrentUser = () => Promise<SessionUser | null>;

interface ActorInTenant {
  id: string;
  /** As the audit shows it. */
  name: string;
  tenantId: string;
  tenantSlug: string;
  role: Role;
}

/** Who acts, in which tenant, with which role: read anew for each request, so a changed role counts at once. */
export type Actor =
  | (ActorInTenant & { kind: "user"; userId: string; apiKeyId?: undefined; isOperator: boolean })
  | (ActorInTenant & { kind: "api_key"; apiKeyId: string; userId?: undefined; isOperator: false });
