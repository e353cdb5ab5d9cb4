import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type UsageReport, usageInput } from "@/lib/contracts/usage";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { purgeRequests } from "@/server/services/requests/purge-requests";
import { type Sample, sampleRequests } from "@/server/services/requests/sample-requests";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { closeHours } from "./close-hours";
import { keepPartitions } from "./create-usage-upkeep";
import { reconcileUsage } from "./reconcile-usage";
import { reportUsage } from "./report-usage";
import { reportWeek } from "./report-week";
import { rollUpStaleHours } from "./roll-up-stale-hours";

const UNTIL = new Date("2026-11-20T12:20:00Z");
const GROUPS = ["model", "task", "status"] as const;
const range = { from: new Date("2026-11-13T00:00:00Z"), to: UNTIL };

let harness: ServiceHarness;
let acme: ServiceContext;
let samples: Sample[];
let seed = 0;
const EPOCH = { lateBefore: new Date(0), closedTo: new Date(0) };

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  acme = { ...(await harness.addTenant()), now: () => UNTIL };
  const { tenantId } = acme.actor;
  await acme.database.asSystem.tenant.deleteMany({ where: { id: { not: tenantId } } });
  await acme.database.asSystem.usageWatermark.update({ where: { id: 1 }, data: EPOCH });
  seed += 1;
  samples = [...sampleRequests({ tenantId, count: 700, seed, untilMs: UNTIL.getTime(), days: 7 })];
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
  return {
    reports: reports.map(
      ({ completeTo: _completeTo, asOf: _asOf, requestsPurgedBefore: _purged, ...figures }: UsageReport) => figures,
    ),
    week,
  };
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
        data: EPOCH,
      });
      const raw = await everything();
      expect(raw.reports[0]?.totals.requestCount).toBe(700);
      expect(await rollUp()).toBeGreaterThan(160);
      expect((await report()).completeTo).toEqual(new Date("2026-11-20T12:00:00Z"));
      expect(await everything()).toEqual(raw);
    }
  });

  it("count what comes late: at once from the rows, then in the hour it belongs to", async () => {
    const late = samples.filter((_, index) => index % 50 === 0);
    await write(samples.filter((sample) => !late.includes(sample)));
    await rollUp();
    expect((await report()).totals.requestCount).toBe(700 - late.length);
    // As a replayed journal does it, one part of it for the second time.
    await write([...late, ...samples.slice(0, 20)]);
    const marked = await report();
    expect(marked.totals.requestCount).toBe(700);
    expect(marked.completeTo.getTime()).toBeLessThan(late[1]?.request.requestedAtMs ?? 0);
    const before = await everything();
    expect(await rollUpStaleHours(acme.database)).toBeGreaterThan(0);
    expect(await everything()).toEqual(before);
    expect(await acme.database.asSystem.usageStaleHour.count({ where: { tenantId: acme.actor.tenantId } })).toBe(0);
  });

  it("follow a row that is changed, such as one that is priced anew", async () => {
    await write(samples);
    await rollUp();
    const [first] = samples;
    const { id } = await acme.database.asSystem.llmAttempt.update({
      where: { id: first?.attempt.attemptId ?? "" },
      data: { costNanoUsd: BigInt(first?.attempt.costNanoUsd ?? 0) + 7n },
    });
    expect(id).toBe(first?.attempt.attemptId);
    const cost = samples.reduce((sum, sample) => sum + BigInt(sample.attempt.costNanoUsd), 7n).toString();
    expect((await report()).totals.costNanoUsd).toBe(cost);
    await rollUpStaleHours(acme.database);
    expect((await report()).totals.costNanoUsd).toBe(cost);
  });

  it("answer a narrowed report as the rows do", async () => {
    await write(samples);
    const narrowed = { model: "gpt-4o", groupBy: "task" };
    const raw = await report(narrowed);
    await rollUp();
    expect(raw.totals.requestCount).toBe(samples.filter(({ request }) => request.modelServed === "gpt-4o").length);
    const { completeTo: _completeTo, ...rolled } = await report(narrowed);
    expect(raw).toMatchObject(rolled);
  });

  it("miss no request that is written while hours are closed and rolled up", async () => {
    const writers = Array.from({ length: 7 }, async (_, part) => {
      for (let at = part * 100; at < part * 100 + 100; at += 20) await write(samples.slice(at, at + 20));
    });
    const upkeep = (async () => {
      for (let minute = 0; minute < 12; minute++) {
        await closeHours(acme.database, new Date(UNTIL.getTime() - (11 - minute) * 14 * 3_600_000));
        await rollUpStaleHours(acme.database);
      }
    })();
    await Promise.all([...writers, upkeep]);
    await rollUpStaleHours(acme.database);
    const { totals } = await report();
    expect(totals.requestCount).toBe(700);
    expect(totals.costNanoUsd).toBe(
      samples.reduce((sum, sample) => sum + BigInt(sample.attempt.costNanoUsd), 0n).toString(),
    );
    const rolled = await acme.database.asSystem.usageGroupRollup.aggregate({
      where: { tenantId: acme.actor.tenantId, dimension: "all" },
      _sum: { requestCount: true },
    });
    const open = samples.filter(({ request }) => request.requestedAtMs >= Date.parse("2026-11-20T12:00:00Z")).length;
    expect(rolled._sum.requestCount).toBe(700 - open);
  });
});

describe("the daily check of rollups", () => {
  it("finds a figure that is wrong, puts it right and says so in the audit; what is right it leaves alone", async () => {
    await write(samples);
    await rollUp();
    const right = await everything();
    expect((await reconcileUsage(acme.database)).repaired).toBe(0);
    await acme.database.asSystem.$executeRaw`
      UPDATE usage_group_rollups SET cost_nano_usd = cost_nano_usd + 1
      WHERE tenant_id = ${acme.actor.tenantId}::uuid AND dimension = 'all' AND slot = '2026-11-16T10:00:00Z'`;
    expect((await reconcileUsage(acme.database)).repaired).toBe(1);
    expect(await everything()).toEqual(right);
    const audit = await acme.database.asSystem.auditLog.findMany({
      where: { tenantId: acme.actor.tenantId, action: "usage.reconcile" },
    });
    expect(audit).toHaveLength(1);
    const change = z
      .object({ costNanoUsd: z.object({ before: z.string(), after: z.string() }) })
      .parse(audit[0]?.changes);
    expect(BigInt(change.costNanoUsd.before) - BigInt(change.costNanoUsd.after)).toBe(1n);
  });
});

describe("the retention of requests", () => {
  const keep = (requestRetentionDays: number | null) =>
    acme.database.asSystem.tenant.update({ where: { id: acme.actor.tenantId }, data: { requestRetentionDays } });

  it("keeps everything where nothing is set, and removes nothing that is not rolled up", async () => {
    await write(samples);
    const now = new Date(UNTIL.getTime() + 30 * 86_400_000);
    expect(await purgeRequests(acme.database, now)).toBe(0);
    await keep(7);
    expect(await purgeRequests(acme.database, UNTIL)).toBe(0);
    expect((await report()).totals.requestCount).toBe(700);
  });

  it("removes what is too old, and no figure changes, also not by what comes later still", async () => {
    const late = samples.slice(30, 33);
    await write(samples.filter((sample) => !late.includes(sample)));
    await rollUp();
    await keep(7);
    const before = await everything();
    const now = new Date(UNTIL.getTime() + 4 * 86_400_000);
    expect(await purgeRequests(acme.database, now)).toBeGreaterThan(390);
    expect(await everything()).toEqual(before);
    expect((await report()).requestsPurgedBefore?.getTime()).toBe(Date.parse("2026-11-17T12:00:00Z"));
    await write(late);
    const withLate = await everything();
    expect(withLate.reports[0]?.totals.requestCount).toBe(700);
    await rollUpStaleHours(acme.database);
    expect(await everything()).toEqual(withLate);
    expect(await acme.database.asSystem.llmRequest.count({ where: { id: late[0]?.request.requestId ?? "" } })).toBe(0);
    expect((await reconcileUsage(acme.database)).repaired).toBe(0);
    expect(await everything()).toEqual(withLate);
  });
});

describe("partitions", () => {
  it("are made for months to come and gone ones, keep a row in its month, and go when they are empty", async () => {
    const { asSystem } = acme.database;
    const partitionOf = async (id: string) => {
      const rows = await asSystem.$queryRaw<{ name: string }[]>`
        SELECT tableoid::regclass::text AS name FROM llm_requests WHERE id = ${id}::uuid`;
      return rows[0]?.name;
    };
    const [first] = samples;
    const id = first?.request.requestId ?? "";
    await write(samples.slice(0, 1));
    expect(await partitionOf(id)).toBe("llm_requests_default");
    await asSystem.$queryRaw`SELECT sluice_add_partitions('2026-11-01'::date, 1)`;
    expect(await partitionOf(id)).toBe("llm_requests_y2026m11");
    await keepPartitions(acme.database, new Date("2027-03-10T00:00:00Z"));
    expect(await partitionOf(id)).toBe("llm_requests_y2026m11");
    await write(samples.slice(0, 1));
    expect(await asSystem.llmRequest.count({ where: { id } })).toBe(1);
    await asSystem.llmRequest.deleteMany();
    await asSystem.llmAttempt.deleteMany();
    await keepPartitions(acme.database, new Date("2027-03-10T00:00:00Z"));
    await write(samples.slice(0, 1));
    expect(await partitionOf(id)).toBe("llm_requests_default");
  });
});
