import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Role } from "@/lib/contracts/permissions";
import type { CurrentUser } from "@/server/auth/actor";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { exportInvoiceCheck } from "./export-invoice-check";
import { exportRequests } from "./export-requests";
import { uploadInvoice } from "./upload-invoice";

const CSV = "date,model,requests,prompt_tokens,completion_tokens,usage\n2026-05-01,openai/gpt-4o,2,300,3,0.03\n";
const OWN_PAGE = { origin: "http://sluice.test", host: "sluice.test" };

let harness: ServiceHarness;
let acme: ServiceContext;
let other: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  acme = await harness.addTenant();
  other = await harness.addTenant();
});

const signedInAs =
  ({ actor }: ServiceContext): CurrentUser =>
  async () => ({ id: actor.id, name: actor.name, email: "member@sluice.test", isOperator: false });

const nobody: CurrentUser = async () => null;

function ask(path: string, search: Record<string, string>, init?: RequestInit): Request {
  return new Request(`http://sluice.test${path}?${new URLSearchParams(search)}`, init);
}

const upload = (headers: Record<string, string> = OWN_PAGE) =>
  ask(
    "/api/upload/invoice",
    { tenant: acme.actor.tenantSlug, name: "usage.csv" },
    { method: "POST", headers, body: CSV },
  );

async function setRole(role: Role): Promise<void> {
  const { tenantId, id } = acme.actor;
  await acme.database.asSystem.membership.updateMany({ where: { tenantId, userId: id }, data: { role } });
}

describe("what the console serves beside its procedures", () => {
  it("brings the request list as CSV, to members", async () => {
    const request = () => ask("/api/export/requests", { tenant: acme.actor.tenantSlug });
    const answer = await exportRequests(harness.runtime, request(), signedInAs(acme));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(answer.headers.get("content-disposition")).toContain(acme.actor.tenantSlug);
    expect((await answer.text()).split("\n")[0]).toContain(",");
    for (const [who, status, code] of [
      [nobody, 401, "unauthenticated"],
      [signedInAs(other), 404, "not_found"],
    ] as const) {
      const refused = await exportRequests(harness.runtime, request(), who);
      expect([refused.status, await refused.json()]).toMatchObject([status, { error: { code } }]);
    }
  });

  it("says what is wrong with an address", async () => {
    for (const search of [{}, { tenant: acme.actor.tenantSlug, export: "no-id" }] as Record<string, string>[]) {
      const refused = await exportRequests(harness.runtime, ask("/api/export/requests", search), signedInAs(acme));
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        {
          error: {
            code: "invalid_request",
            message: expect.stringContaining("address"),
            request_id: expect.any(String),
          },
        },
      ]);
    }
  });

  it("takes an invoice and gives its check back as CSV, to this organization alone", async () => {
    const taken = await uploadInvoice(harness.runtime, upload(), signedInAs(acme));
    const body = await taken.json();
    expect([taken.status, body]).toEqual([201, { id: expect.any(String) }]);
    const search = { tenant: acme.actor.tenantSlug, id: body.id };
    const file = await exportInvoiceCheck(harness.runtime, ask("/api/export/invoice-checks", search), signedInAs(acme));
    expect([file.status, file.headers.get("content-disposition")]).toEqual([
      200,
      expect.stringContaining("sluice-invoice-check-"),
    ]);
    const theirs = { tenant: other.actor.tenantSlug, id: body.id };
    const refused = await exportInvoiceCheck(
      harness.runtime,
      ask("/api/export/invoice-checks", theirs),
      signedInAs(other),
    );
    expect(refused.status).toBe(404);
  });

  it("refuses an upload by a viewer, by another site and by another organization's member", async () => {
    const foreign = await uploadInvoice(
      harness.runtime,
      upload({ ...OWN_PAGE, origin: "http://elsewhere.test" }),
      signedInAs(acme),
    );
    const stranger = await uploadInvoice(harness.runtime, upload(), signedInAs(other));
    await setRole("viewer");
    const viewer = await uploadInvoice(harness.runtime, upload(), signedInAs(acme));
    expect([foreign.status, stranger.status, viewer.status]).toEqual([403, 404, 403]);
    expect(await viewer.json()).toMatchObject({ error: { message: expect.stringContaining("invoices.write") } });
  });
});
