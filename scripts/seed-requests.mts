/**
 * Fills a tenant's usage with made-up requests, to try pages and reports at scale. Deterministic: the same count, days and seed make the same rows.
 *
 *     DATABASE_URL=… npx tsx scripts/seed-requests.mts --tenant default --count 100000 [--days 30] [--seed 1]
 */

import { parseArgs } from "node:util";
import { createDatabase } from "@/server/db/client";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { type Sample, sampleRequests } from "@/server/services/requests/sample-requests";

const BATCH = 500;

const { values } = parseArgs({
  options: {
    tenant: { type: "string" },
    count: { type: "string", default: "100000" },
    days: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});
const url = process.env.DATABASE_URL;
if (!url || !values.tenant) throw new Error("Set DATABASE_URL and name the tenant: --tenant <slug>.");

const database = createDatabase({ url });
try {
  const tenant = await database.asSystem.tenant.findUnique({ where: { slug: values.tenant } });
  if (!tenant) throw new Error(`There is no tenant with the slug "${values.tenant}".`);
  const store = createLedgerStore(database);
  const startedAtMs = Date.now();
  let written = 0;
  let batch: Sample[] = [];
  const flush = async () => {
    await store.write(
      toBatch({ requests: batch.map(({ request }) => request), attempts: batch.map(({ attempt }) => attempt) }),
    );
    written += batch.length;
    batch = [];
  };
  const samples = sampleRequests({
    tenantId: tenant.id,
    count: Number(values.count),
    seed: Number(values.seed),
    untilMs: Date.now(),
    days: Number(values.days),
  });
  for (const sample of samples) {
    batch.push(sample);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  console.log(`${written} requests written for ${tenant.slug} in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
} finally {
  await database.close();
}
