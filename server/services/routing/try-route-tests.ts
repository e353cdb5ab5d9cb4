import { AppError } from "@/lib/contracts/errors";
import {
  type RouteQuestion,
  type RouteTestResult,
  routeExpectation,
  routeQuestion,
  routeTestResult,
} from "@/lib/contracts/route-question";
import type { TenantTransaction } from "@/server/db/client";
import { readTenantConfig } from "@/server/db/config-store";
import {
  ALL_HEALTHY,
  answerRoute,
  indexTenant,
  NOTHING_MEASURED,
  ownConfig,
  type TenantSnapshot,
} from "@/server/gateway";

/**
 * Runs the tenant's route tests on the configuration as this transaction leaves it, and keeps what they found. Throws `route_test_failed`, which
 * undoes the change, where one that held no longer does and the tenant's policy says that this blocks. Call it last in every transaction that
 * changes what routes; a tenant without tests pays one query. Health and measured speed stay out of it: the tests are of the configuration.
 */
export async function tryRouteTests(tx: TenantTransaction, tenantId: string): Promise<void> {
  const { broken, blocks } = await noteRouteTests(tx, tenantId);
  if (broken.length === 0 || !blocks) return;
  throw new AppError(
    "route_test_failed",
    `The change was not saved, because it breaks ${broken.length === 1 ? "a route test" : `${broken.length} route tests`}: ${broken.join(" ")} Change the test, or let failing tests only warn, under Routing.`,
  );
}

/** The same without a veto, for what a provider changed and nobody here can refuse. Returns what held before and no longer does, as sentences. */
export async function noteRouteTests(
  tx: TenantTransaction,
  tenantId: string,
): Promise<{ broken: string[]; blocks: boolean }> {
  const tests = await tx.routeTest.findMany({ orderBy: { createdAt: "asc" } });
  if (tests.length === 0) return { broken: [], blocks: false };
  const tenant = indexTenant(await readTenantConfig(tx, tenantId));
  const broken: string[] = [];
  for (const test of tests) {
    const result = tryRoute(tenant, routeQuestion.parse(test.question), routeExpectation.parse(test.expected));
    const before = routeTestResult.nullable().catch(null).parse(test.lastResult);
    if (!result.passed && before?.passed !== false) broken.push(`"${test.name}" would go to ${nameOf(result)}.`);
    await tx.routeTest.update({ where: { id: test.id }, data: { lastResult: result, lastRunAt: new Date() } });
  }
  return { broken, blocks: tenant.routing.failingTests === "block" };
}

/** Where the question goes, and whether that is where it must. */
export function tryRoute(
  tenant: TenantSnapshot,
  question: RouteQuestion,
  expected: { model: string; providerConfigName: string | null },
): RouteTestResult {
  const { trace, error } = answerRoute(
    { ...ownConfig(tenant), health: ALL_HEALTHY, speed: NOTHING_MEASURED },
    question,
  );
  const first = error ? undefined : trace?.candidates[0];
  const isConfig = expected.providerConfigName === null || expected.providerConfigName === first?.providerConfigName;
  return {
    passed: first !== undefined && first.model === expected.model && isConfig,
    model: first?.model ?? null,
    providerConfigName: first?.providerConfigName ?? null,
    error: error?.message ?? null,
  };
}

function nameOf({ model, providerConfigName }: RouteTestResult): string {
  return model === null ? "nobody" : `"${model}" of ${providerConfigName}`;
}
