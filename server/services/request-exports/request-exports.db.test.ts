import { afterAll, beforeAll, expect, it } from "vitest";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { sampleRequests } from "@/server/services/requests/sample-requests";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { cancelRequestExport } from "./cancel-request-export";
import { getRequestExport } from "./get-request-export";
import { listRequestExports } from "./list-request-exports";
import { readRequestExport } from "./read-request-export";
import { removeExpiredExports } from "./remove-expired-exports";
import { startRequestExport } from "./start-request-export";

const COUNT = 1_500;
const UNTIL = new Date("2026-11-20T12:00:00Z");
let harness: ServiceHarness;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await harness.addTenant();
  const samples = [
    ...sampleRequests({ tenantId: acme.actor.tenantId, count: COUNT, seed: 99, untilMs: UNTIL.getTime(), days: 3 }),
  ];
  const [first] = samples;
  // What a spreadsheet would run.
  if (first) first.request.modelRequested = "=HYPERLINK(1)";
  await createLedgerStore(acme.database).write(
    toBatch({ requests: samples.map(({ request }) => request), attempts: samples.map(({ attempt }) => attempt) }),
  );
});
afterAll(() => harness.close());

const ends = (id: string, status: string) =>
  expect.poll(async () => (await getRequestExport(acme, { id })).status, { timeout: 15_000 }).toBe(status);

async function textOf(id: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await readRequestExport(acme, { id })) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

it("writes every request to a file that can be fetched later, safe for spreadsheets, its zone in the header", async () => {
  const { id } = await startRequestExport(acme, { from: new Date("2026-11-01T00:00:00Z") });
  await ends(id, "succeeded");
  expect(await getRequestExport(acme, { id })).toMatchObject({ rowCount: COUNT, timeZone: "UTC" });
  const lines = (await textOf(id)).trim().split("\n");
  expect(lines).toHaveLength(COUNT + 1);
  expect(lines[0]).toContain("requested_at (UTC)");
  expect(lines.at(-1)).toContain("'=HYPERLINK(1)");
});

it("narrows as the list does", async () => {
  const { id } = await startRequestExport(acme, { model: "gpt-4o", status: "success" });
  await ends(id, "succeeded");
  const { rowCount } = await getRequestExport(acme, { id });
  const rows = await acme.database.asSystem.llmRequest.count({ where: { modelServed: "gpt-4o", status: "success" } });
  expect(rowCount).toBe(rows);
});

it("is nobody else's to see, to fetch or to stop", async () => {
  const { id } = await startRequestExport(acme, {});
  await ends(id, "succeeded");
  const eve = await harness.addTenant("Eve");
  expect(await listRequestExports(eve)).toEqual([]);
  await expect(readRequestExport(eve, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(cancelRequestExport(eve, { id })).rejects.toMatchObject({ code: "not_found" });
});

it("has no file when it is cancelled, and none after it has expired", async () => {
  const { id } = await startRequestExport(acme, {});
  const { status } = await cancelRequestExport(acme, { id });
  expect(["cancelled", "running", "succeeded"]).toContain(status);
  await expect.poll(async () => (await getRequestExport(acme, { id })).status).not.toMatch(/queued|running/);
  if ((await getRequestExport(acme, { id })).status === "cancelled")
    await expect(readRequestExport(acme, { id })).rejects.toMatchObject({ code: "conflict" });
  const later = new Date(Date.now() + 8 * 86_400_000);
  expect(await removeExpiredExports(acme.database, later)).toBeGreaterThan(0);
  await expect(getRequestExport(acme, { id })).rejects.toMatchObject({ code: "not_found" });
  expect(await acme.database.asSystem.requestExportPart.count()).toBe(0);
});
