import type { SessionUser } from "@/server/auth/actor";
import type { Database } from "@/server/db/client";

/** What an operator's change takes: it belongs to no tenant, so it goes through the system's role. */
export interface OperatorContext {
  readonly database: Pick<Database, "asSystem">;
  readonly user: Pick<SessionUser, "id" | "name">;
}

/** Who is written down for a change that holds for every tenant. */
export interface OperatorActor {
  kind: "user";
  id: string;
  name: string;
  tenantId: null;
}

export function operatorActor({ user }: Pick<OperatorContext, "user">): OperatorActor {
  return { kind: "user", id: user.id, name: user.name, tenantId: null };
}
