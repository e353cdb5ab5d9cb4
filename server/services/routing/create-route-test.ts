import { AppError } from "@/lib/contracts/errors";
import type { CreateRouteTestInput, RouteTestView } from "@/lib/contracts/route-question";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { toRouteTestView } from "./list-route-tests";
import { tryRoute } from "./try-route-tests";

/** A tenant's tests run with each save, so there is an end to them. */
const MOST_TESTS = 200;

/** Pins where a call must go. It is tried at once, and kept also where it fails. */
export async function createRouteTest(
  { actor, database, gateway }: ServiceContext,
  { name, question, expected }: CreateRouteTestInput,
): Promise<RouteTestView> {
  const { tenantId } = actor;
  const lastResult = tryRoute(gateway.routing(tenantId).tenant, question, expected);
  try {
    return await database.inTenant(tenantId, async (tx) => {
      if ((await tx.routeTest.count()) >= MOST_TESTS)
        throw new AppError("conflict", `There are ${MOST_TESTS} route tests already. Remove one first.`);
      const row = await tx.routeTest.create({
        data: {
          tenantId,
          name,
          question,
          expected,
          lastResult,
          lastRunAt: new Date(),
          createdById: actor.kind === "user" ? actor.id : null,
        },
      });
      await writeAudit(tx, actor, {
        action: "route_test.create",
        targetId: row.id,
        targetName: name,
        changes: { expected: { before: null, after: expected } },
      });
      return toRouteTestView(row);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", `There is a route test called "${name}" already. Choose another name.`, {
      param: "name",
    });
  }
}
