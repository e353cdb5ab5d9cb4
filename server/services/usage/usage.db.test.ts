import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { usageInput } from "@/lib/contracts/usage";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { getOverview } from "@/server/services/overview/get-overview";
import { exportRequests } from "@/server/services/requests/export-requests";
import { getRequest } from "@/server/services/requests/get-request";
import { listRequests } from "@/server/services/requests/list-requests";
import { type Sample, sampleRequests } from "@/server/services/requests/sample-requests";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { reportUsage } from "./report-usage";
import { summarizeUsage } from "./summarize-usage";

const UNTIL = new Date("2026-11-20T12:00:00Z");
const COUNT = 900;

let harness: ServiceHarness;
let acme: ServiceContext;
let samples: Sample[];
const range = { from: new Date("2026-10-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") };

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = { ...(await harness.addTenant()), now: () => UNTIL };
  samples = [
    ...sampleRequests({ tenantId: acme.actor.tenantId, count: COUNT, seed: 7, untilMs: UNTIL.getTime(), days: 30 }),
  ];
  const store = createLedgerStore(acme.database);
  await store.write(
    toBatch({
      requests: samples.map(({ request }) => request),
      attempts: samples.map(({ attempt }) => attempt),
    }),
  );
});
afterAll(() => harness.close());

const total = (of: (sample: Sample) => number | string) =>
  samples.reduce((sum, sample) => sum + BigInt(of(sample)), 0n);
const report = (fields: object = {}) => reportUsage(acme, usageInput.parse({ ...range, ...fields }));

describe("the usage report", () => {
  it("adds up to the nano-dollar, in totals, buckets and breakdown alike", async () => {
    const cost = total(({ request }) => request.costNanoUsd).toString();
    const { totals, buckets, breakdown } = await report();
    expect(totals).toMatchObject({ requestCount: COUNT, costNanoUsd: cost });
    expect(BigInt(totals.promptTokens)).toBe(total(({ request }) => request.counts.inputTokens ?? 0));
    const cells = buckets.flatMap((bucket) => Object.values(bucket.values));
    expect(cells.reduce((sum, cell) => sum + BigInt(cell.costNanoUsd), 0n).toString()).toBe(cost);
    expect(breakdown.reduce((sum, row) => sum + BigInt(row.costNanoUsd), 0n).toString()).toBe(cost);
    expect(totals.unpricedCount).toBe(samples.filter(({ request }) => !request.isPriced).length);
  });

  it("has a bucket for each day, the empty ones too, and marks the running one", async () => {
    const { buckets } = await report();
    expect(buckets).toHaveLength(61);
    expect(buckets[0]).toMatchObject({ start: range.from, isPartial: false, values: {} });
    expect(buckets.filter((bucket) => bucket.isPartial).map((bucket) => bucket.start)).toEqual([
      new Date("2026-11-20T00:00:00Z"),
    ]);
  });

  it("cuts days in the tenant's zone, across a change of clocks", async () => {
    await acme.database.asSystem.tenant.update({
      where: { id: acme.actor.tenantId },
      data: { timeZone: "Europe/Berlin" },
    });
    const { timeZone, buckets, totals } = await report({
      from: new Date("2026-10-23T22:00:00Z"),
      to: new Date("2026-10-26T23:00:00Z"),
    });
    const hours = await report({
      from: new Date("2026-10-24T22:00:00Z"),
      to: new Date("2026-10-25T23:00:00Z"),
      bucket: "hour",
    });
    await acme.database.asSystem.tenant.update({ where: { id: acme.actor.tenantId }, data: { timeZone: "UTC" } });
    expect(timeZone).toBe("Europe/Berlin");
    expect(buckets.map((bucket) => bucket.start.toISOString())).toEqual([
      "2026-10-23T22:00:00.000Z",
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
    ]);
    const inBuckets = buckets
      .flatMap((bucket) => Object.values(bucket.values))
      .reduce((sum, cell) => sum + cell.requestCount, 0);
    expect(inBuckets).toBe(totals.requestCount);
    expect(hours.buckets).toHaveLength(25);
  });

  it("compares with the span before", async () => {
    const { totals, previousTotals } = await report({ from: new Date("2026-11-10T12:00:00Z"), to: UNTIL });
    expect(totals.requestCount).toBe(COUNT / 3);
    expect(previousTotals.requestCount).toBe(COUNT / 3);
  });

  it.each(["hour", "day", "week", "month"] as const)("counts every request once by %s", async (bucket) => {
    const { buckets } = await report({
      bucket,
      from: new Date("2026-10-21T00:00:00Z"),
      to: new Date("2026-11-21T00:00:00Z"),
    });
    const counted = buckets
      .flatMap((each) => Object.values(each.values))
      .reduce((sum, cell) => sum + cell.requestCount, 0);
    expect(counted).toBe(COUNT);
  });

  it.each(["model", "provider", "model_type", "api_key", "member", "task", "status"] as const)(
    "groups by %s",
    async (groupBy) => {
      const { series, breakdown } = await report({ groupBy });
      expect(breakdown.reduce((sum, row) => sum + row.requestCount, 0)).toBe(COUNT);
      expect(series.map(({ key }) => key)).toEqual(breakdown.map(({ key }) => key));
    },
  );

  it("refuses a range that ends before it begins, and more buckets than anybody can read", async () => {
    await expect(report({ from: range.to, to: range.from })).rejects.toMatchObject({
      code: "invalid_request",
      details: { param: "to" },
    });
    await expect(report({ from: new Date("2020-01-01"), bucket: "hour" })).rejects.toMatchObject({
      code: "invalid_request",
      details: { param: "bucket" },
    });
  });

  it("shows another tenant nothing of it", async () => {
    const eve = await harness.addTenant("Eve");
    expect((await reportUsage(eve, usageInput.parse(range))).totals).toMatchObject({
      requestCount: 0,
      costNanoUsd: "0",
      p95LatencyMs: null,
    });
    expect((await listRequests(eve, { limit: 10 })).requests).toEqual([]);
    await expect(getRequest(eve, { id: samples[0]?.request.requestId ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the REST summary", () => {
  it("includes the whole last day, latest period first", async () => {
    const days = await summarizeUsage(acme, { startDate: "2026-11-01", endDate: "2026-11-20", groupBy: "day" });
    expect(days[0]?.period).toBe("2026-11-20T00:00:00.000Z");
    expect(days.reduce((sum, day) => sum + day.requestCount, 0)).toBe(
      samples.filter(({ request }) => request.requestedAtMs >= Date.parse("2026-11-01")).length,
    );
  });
});

describe("the request list", () => {
  it("gives every request once over its pages, newest first", async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRequests(acme, { limit: 200, cursor });
      ids.push(...page.requests.map((request) => request.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(ids).toEqual(samples.map(({ request }) => request.requestId).reverse());
  });

  it("narrows by status, model, and part of an id, taken literally", async () => {
    const id = samples[0]?.request.requestId ?? "";
    expect((await listRequests(acme, { limit: 10, search: id.slice(2, 20) })).requests.map((each) => each.id)).toEqual([
      id,
    ]);
    expect((await listRequests(acme, { limit: 10, search: "%" })).requests).toEqual([]);
    const narrowed = await listRequests(acme, { limit: 200, status: "timeout", model: "gpt-4o" });
    expect(narrowed.requests.length).toBe(
      samples.filter((each) => each.request.status === "timeout" && each.request.modelServed === "gpt-4o").length,
    );
  });

  it("is the export too, whole", async () => {
    let exported = 0;
    for await (const batch of exportRequests(acme, {})) exported += batch.length;
    expect(exported).toBe(COUNT);
  });
});

describe("a request's receipt", () => {
  it("has lines that add up to its charge, rounded up once", async () => {
    const priced = samples.find(({ request }) => request.isPriced && request.status === "success");
    const detail = await getRequest(acme, { id: priced?.request.requestId ?? "" });
    const [attempt] = detail.attempts;
    const pico = attempt?.costLines.reduce((sum, line) => sum + BigInt(line.amountPicoUsd), 0n) ?? 0n;
    expect(((pico + 999n) / 1000n).toString()).toBe(detail.costNanoUsd);
    expect(attempt?.costLines.map((line) => line.unit)).toEqual(["inputTokens", "outputTokens"]);
    expect(BigInt(detail.inputCostNanoUsd) + BigInt(detail.outputCostNanoUsd)).toBe(BigInt(detail.costNanoUsd));
  });
});

describe("the overview", () => {
  it("counts the last 24 hours, and tells what is left to set up", async () => {
    const view = await getOverview(acme);
    expect(view.last24h.requestCount).toBe(view.hours.reduce((sum, hour) => sum + hour.requestCount, 0));
    expect(view.last24h.requestCount).toBe(COUNT / 30);
    expect(view.steps).toEqual([
      { step: "provider", isDone: false },
      { step: "default_model", isDone: false },
      { step: "api_key", isDone: false },
      { step: "first_request", isDone: true },
      { step: "budget", isDone: false },
    ]);
  });
});
