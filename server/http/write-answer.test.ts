import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRouteHeaders } from "./write-answer";

let write: (res: ServerResponse) => void;
const server = createServer((_req, res) => {
  write(res);
  res.end();
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function headersOf(writing: typeof write): Promise<Headers> {
  write = writing;
  return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).headers;
}

const facts = { model: "gpt-mid", provider: "openai", attemptCount: 1 };

describe("the headers of an answer", () => {
  it("name the budget that stepped the call down, in characters that a header may hold", async () => {
    const step = { budget: "Équipe 1", percent: 92, from: "powerful", to: "balanced" };
    const headers = await headersOf((res) => setRouteHeaders(res, { ...facts, stepDown: step }));
    expect(headers.get("x-sluice-budget-degraded")).toBe("%C3%89quipe 1");
    expect(headers.get("x-sluice-model")).toBe("gpt-mid");
  });

  it("say nothing of budgets where none did", async () => {
    const headers = await headersOf((res) => setRouteHeaders(res, { ...facts, stepDown: null }));
    expect(headers.has("x-sluice-budget-degraded")).toBe(false);
  });
});
