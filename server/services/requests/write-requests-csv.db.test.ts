import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { sampleRequests } from "./sample-requests";
import { writeRequestsCsv } from "./write-requests-csv";

let harness: ServiceHarness;
beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());

it("writes every request once, names unit and zone, and disarms formulas", async () => {
  const acme = await harness.addTenant();
  await acme.database.asSystem.tenant.update({
    where: { id: acme.actor.tenantId },
    data: { timeZone: "Asia/Shanghai" },
  });
  const samples = [
    ...sampleRequests({
      tenantId: acme.actor.tenantId,
      count: 1_203,
      seed: 3,
      untilMs: Date.parse("2026-11-20T20:00:00Z"),
      days: 1,
    }),
  ];
  const [first] = samples;
  if (first) first.request.taskType = '=HYPERLINK("http://evil.example")';
  const store = createLedgerStore(acme.database);
  await store.write(toBatch({ requests: samples.map(({ request }) => request), attempts: [] }));

  const lines = (await text(await writeRequestsCsv(acme, {}))).trim().split("\n");
  expect(lines[0]).toContain("requested_at (Asia/Shanghai),requested_at_utc,request_id");
  expect(lines[0]).toContain("cost_usd,is_priced,latency_ms");
  expect(lines).toHaveLength(1 + samples.length);
  const last = lines.at(-1) ?? "";
  expect(last).toContain("2026-11-20 04:00:00,2026-11-19T20:00:00.000Z");
  expect(last).toContain(`"'=HYPERLINK(`);
  expect(new Set(lines.slice(1).map((line) => line.split(",")[2])).size).toBe(samples.length);
});
