import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type UsageReport, usageInput } from "@/lib/contracts/usage";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { type Sample, sampleRequests } from "@/server/services/requests/sample-requests";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { closeHours } from "./close-hours";
import { reportUsage } from "./report-usage";
import { reportWeek } from "./report-week";
import { rollUpStaleHours } from "./roll-up-stale-hours";

const UNTIL = new Date("2026-11-20T12:20:00Z");
const GROUPS = ["model", "task", "status"] as const;
const range = { from: new Date("2026-11-13T00:00:00Z"), to: UNTIL };

let harness: ServiceHarness;
let acme: ServiceContext;
let samples: Sample[];

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  acme = { ...(await harness.addTenant()), now: () => UNTIL };
  const { tenantId } = acme.actor;
  samples = [...sampleRequests({ tenantId, count: 700, seed: 3, untilMs: UNTIL.getTime(), days: 7 })];
});

const write = (some: readonly Sample[]) =>
  createLedgerStore(acme.database).write(
    toBatch({ requests: some.map(({ request }) => request), attempts: some.map(({ attempt }) => attempt) }),
  );
const report = (fields: object = {}) => reportUsage(acme, usageInput.parse({ ...range, ...fields }));
const rollUp = async () => {
  await closeHours(acme.database, UNTIL);
  return rollUpStaleHours(acme.database);
};

/** Every figure of every group, bucket and total, from all the reports that there are. */
async function everything(fields: object = {}) {
  const reports = await Promise.all(GROUPS.map((groupBy) => report({ groupBy, ...fields })));
  const week = await reportWeek(acme, { ...range, ...fields });
  return { reports: reports.map(({ completeTo: _completeTo, asOf: _asOf, ...figures }: UsageReport) => figures), week };
}

describe("rollups", () => {
  it("change no figure of any report, in whatever zone its days are cut", async () => {
    await write(samples);
    for (const timeZone of ["UTC", "Asia/Kathmandu", "Australia/Lord_Howe"]) {
      await acme.database.inTenant(acme.actor.tenantId, (tx) =>
        tx.tenant.update({ where: { id: acme.actor.tenantId }, data: { timeZone } }),
      );
      await acme.database.asSystem.usageGroupRollup.deleteMany();
      await acme.database.asSystem.usageRollup.deleteMany();
      await acme.database.asSystem.usageWatermark.update({
        where: { id: 1 },
        data: { lateBefore: new Date(0), closedTo: new Date(0) },
      });
      const raw = await everything();
      expect(raw.reports[0]?.totals.requestCount).toBe(700);
      expect(await rollUp()).toBeGreaterThan(160);
      expect((await report()).completeTo).toEqual(new Date("2026-11-20T12:00:00Z"));
      expect(await everything()).toEqual(raw);
    }
  });
});
