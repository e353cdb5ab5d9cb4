import type { z } from "zod";
import { type routeTestList, routeTestView } from "@/lib/contracts/route-question";
import type { RouteTest } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";

/** The tenant's route tests with what their last trial found, failing ones first. */
export async function listRouteTests({
  actor,
  database,
  gateway,
}: ServiceContext): Promise<z.infer<typeof routeTestList>> {
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.routeTest.findMany({ orderBy: { createdAt: "desc" } }),
  );
  const tests = rows.map(toRouteTestView);
  const { failingTests } = gateway.routing(actor.tenantId).tenant.routing;
  const isFailing = (test: (typeof tests)[number]) => test.lastResult?.passed === false;
  return { tests: tests.toSorted((a, b) => Number(isFailing(b)) - Number(isFailing(a))), failingTests };
}

export function toRouteTestView(row: RouteTest): z.infer<typeof routeTestView> {
  return routeTestView.parse(row);
}
