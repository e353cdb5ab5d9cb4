import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBudgetInput } from "@/lib/contracts/budget";
import { usageInput } from "@/lib/contracts/usage";
import { createBudget } from "@/server/services/budgets/create-budget";
import { listBudgets } from "@/server/services/budgets/list-budgets";
import { startReconciliation } from "@/server/services/budgets/start-reconciliation";
import { getJob } from "@/server/services/jobs/get-job";
import type { ServiceContext } from "@/server/services/service-context";
import { reportUsage } from "@/server/services/usage/report-usage";
import { rollUpStaleHours } from "@/server/services/usage/roll-up-stale-hours";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

const ROWS = 1_000_000;
const LONGEST_MS = 60_000;
/** Nano-USD, each tiny and each odd. */
const costOf = (n: number) => BigInt(1 + ((n * 7_919) % 997));

let harness: ServiceHarness;
let context: ServiceContext;
let sum = 0n;

beforeAll(async () => {
  harness = await createServiceHarness();
  context = await harness.addTenant();
  for (let n = 0; n < ROWS; n += 1) sum += costOf(n);
  // Over the month so far, which is the budget's window.
  await context.database.asSystem.$executeRaw`
    INSERT INTO llm_attempts (id, request_id, tenant_id, sequence, provider_config_id, provider, model, model_type, status, usage,
      is_usage_estimated, is_priced, input_cost_nano_usd, output_cost_nano_usd, cost_nano_usd, latency_ms, started_at, completed_at)
    SELECT gen_random_uuid(), gen_random_uuid(), ${context.actor.tenantId}::uuid, 1, ${randomUUID()}::uuid, 'openai', 'tiny', 'llm', 'success',
      '{"inputTokens": 1}', false, true, cost, 0, cost, 1, at, at + interval '1 millisecond'
    FROM (SELECT 1 + (n * 7919) % 997 AS cost, date_trunc('month', now()) + n * ((now() - date_trunc('month', now())) / ${ROWS}::int) AS at
      FROM generate_series(0::bigint, ${ROWS - 1}::bigint) n) made`;
}, 300_000);
afterAll(() => harness?.close());

describe(`${ROWS} rows of the ledger`, () => {
  it(`20. are counted anew within ${LONGEST_MS / 1_000} s: a window changed by hand is found, mended and audited`, async () => {
    const budget = await createBudget(
      context,
      createBudgetInput.parse({
        name: "Team",
        scope: "tenant",
        scopeId: null,
        period: "month",
        rollingHours: null,
        limitUsd: "1000",
      }),
    );
    const { asSystem } = context.database;
    await asSystem.budgetWindow.updateMany({ where: { budgetId: budget.id }, data: { spentNanoUsd: 77n } });
    const startedAt = performance.now();
    const { jobId } = await startReconciliation(context);
    await expect
      .poll(async () => (await getJob(context, { id: jobId })).status, { timeout: LONGEST_MS, interval: 100 })
      .toBe("succeeded");
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeLessThan(LONGEST_MS);
    const [mended] = (await listBudgets(context)).budgets;
    expect(mended?.spentNanoUsd).toBe(sum.toString());
    const log = await asSystem.auditLog.findFirst({ where: { action: "budget.reconcile", targetId: budget.id } });
    expect(log).toMatchObject({ changes: { repaired: [{ was: "77", is: sum.toString() }] } });
    console.log(`20. ${ROWS} rows counted anew in ${(tookMs / 1_000).toFixed(1)} s`);
  }, 120_000);

  it("13. add up to the same in this program, in SQL, in the budget and on the usage page, to the nano-dollar", async () => {
    const [row] = await context.database.asSystem.$queryRaw<{ total: string }[]>`
      SELECT sum(cost_nano_usd)::text AS total FROM llm_attempts WHERE tenant_id = ${context.actor.tenantId}::uuid`;
    expect(row?.total).toBe(sum.toString());
    await rollUpStaleHours(context.database);
    const to = new Date(Date.now() + 3_600_000);
    const from = new Date(to.getTime() - 32 * 24 * 3_600_000);
    const { totals } = await reportUsage(context, usageInput.parse({ from, to }));
    expect(totals.attemptCount).toBe(ROWS);
    expect(totals.costNanoUsd).toBe(sum.toString());
    console.log(`13. ${ROWS} charges of 1 to 997 nano-USD: ${sum} in all four`);
  }, 300_000);
});
