import { AppError } from "@/lib/contracts/errors";
import type { RoutingPolicyView } from "@/lib/contracts/route-question";
import { DEFAULT_POLICY, type RoutingPolicy, routingPolicy } from "@/lib/contracts/routing";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { getRoutingPolicy } from "./get-routing-policy";
import { tryRouteTests } from "./try-route-tests";

interface SaveRoutingPolicy {
  policy: RoutingPolicy;
  /** The one that the form was filled from. */
  version: number;
}

/** Puts new rules in force. Throws `conflict` where somebody saved since, and `route_test_failed` where failing tests block. */
export async function saveRoutingPolicy(
  context: ServiceContext,
  { policy, version }: SaveRoutingPolicy,
): Promise<RoutingPolicyView> {
  const { actor, database } = context;
  const { tenantId } = actor;
  await database.inTenant(tenantId, async (tx) => {
    const before = await tx.routingPolicy.findUnique({ where: { tenantId } });
    if ((before?.version ?? 0) !== version) {
      throw new AppError(
        "conflict",
        "Somebody saved the routing policy since you opened it. Reload the page to see theirs, then make your changes again.",
      );
    }
    await tx.routingPolicy.upsert({
      where: { tenantId },
      create: { tenantId, policy },
      update: { policy, version: { increment: 1 } },
    });
    await writeAudit(tx, actor, {
      action: "routing_policy.save",
      targetId: tenantId,
      targetName: policy.strategy,
      changes: changesOf(before ? routingPolicy.catch(DEFAULT_POLICY).parse(before.policy) : DEFAULT_POLICY, policy),
    });
    await tryRouteTests(tx, tenantId);
  });
  return getRoutingPolicy(context);
}

function changesOf(before: RoutingPolicy, after: RoutingPolicy) {
  const fields = Object.keys(after) as (keyof RoutingPolicy)[];
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, { before: before[field], after: after[field] }]),
  );
}
