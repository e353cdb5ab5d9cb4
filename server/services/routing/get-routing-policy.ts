import type { RoutingPolicyView } from "@/lib/contracts/route-question";
import { DEFAULT_POLICY, routingPolicy } from "@/lib/contracts/routing";
import { knownTasksOf } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";

/** The tenant's rules for routing; the usual ones before the first save. */
export async function getRoutingPolicy({ actor, database, gateway }: ServiceContext): Promise<RoutingPolicyView> {
  const { tenantId } = actor;
  const row = await database.inTenant(tenantId, (tx) => tx.routingPolicy.findUnique({ where: { tenantId } }));
  return {
    policy: row ? routingPolicy.catch(DEFAULT_POLICY).parse(row.policy) : DEFAULT_POLICY,
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt ?? null,
    knownTasks: [...knownTasksOf(gateway.routing(tenantId).tenant)].toSorted(),
  };
}
