import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verificationView } from "@/lib/contracts/verification";
import { createEgress, type Egress } from "@/server/gateway/egress/create-egress";
import { openai } from "@/server/gateway/providers/openai";
import { sandbox } from "@/server/gateway/providers/sandbox";
import { Secret } from "@/server/gateway/spec/secret";
import { loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { verifyProvider } from "./verify-provider";

const egress = loopbackEgress();
let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(async () => {
  await egress.close();
  await server.close();
});

const KEY = "sk-verify-0123456789";
const verify = (baseUrl: string, through: Egress = egress) =>
  verifyProvider({
    definition: openai,
    credentials: { apiKey: new Secret(KEY), baseUrl, secrets: {}, settings: {} },
    egress: through,
    signal: new AbortController().signal,
  });
const answer = (status: number, body: unknown, contentType = "application/json") =>
  server.reply("/v1/models", { status, contentType, body: typeof body === "string" ? body : JSON.stringify(body) });
const outcomes = (report: Awaited<ReturnType<typeof verify>>) =>
  report.stages.map(({ stage, outcome }) => `${stage} ${outcome}`);

describe("the test of a provider", () => {
  it("passes every stage and says how many models it found", async () => {
    answer(200, { data: [{ id: "a" }, { id: "b" }] });
    const report = await verify(`${server.url}/v1`);
    expect(outcomes(report)).toEqual(["address passed", "connect passed", "auth passed", "models passed"]);
    expect(report).toMatchObject({ isValid: true, modelCount: 2, models: [{ id: "a" }, { id: "b" }] });
    expect(verificationView.parse(report)).not.toHaveProperty("models");
  });

  it("sends no key before the stage that needs it", async () => {
    server.received.length = 0;
    await verify(`${server.url}/v1`);
    expect(server.received.map(({ headers }) => headers.authorization !== undefined)).toEqual([false, true]);
  });

  it("names a refused key, its cause and its fix in both languages, and never the key", async () => {
    answer(401, { error: { message: `Incorrect API key: ${KEY}` } });
    const report = await verify(`${server.url}/v1`);
    expect(outcomes(report)).toEqual(["address passed", "connect passed", "auth failed", "models skipped"]);
    expect(report.stages[2]).toMatchObject({
      code: "provider_auth_failed",
      fix: { en: expect.stringContaining("key"), zh: expect.stringContaining("密钥") },
    });
    expect(report.isValid).toBe(false);
    expect(JSON.stringify(report)).not.toContain(KEY);
  });

  it.each([
    [429, "provider_rate_limited", { error: { message: "slow down" } }],
    [429, "provider_quota_exceeded", { error: { message: "no credit", code: "insufficient_quota" } }],
  ])("takes %i %s for a valid key", async (status, code, body) => {
    answer(status, body);
    const report = await verify(`${server.url}/v1`);
    expect(report.isValid).toBe(true);
    expect(report.stages[2]).toMatchObject({ stage: "auth", outcome: "passed", code });
  });

  it.each([
    [200, "<!doctype html><title>Hi</title>", "text/html", "provider_bad_response"],
    [404, { error: { message: "no" } }, "application/json", "provider_model_missing"],
    [200, { models: [] }, "application/json", "provider_bad_response"],
  ])("finds a wrong base URL: %i %j", async (status, body, contentType, code) => {
    answer(status, body, contentType);
    const report = await verify(`${server.url}/v1`);
    expect(outcomes(report)).toEqual(["address passed", "connect passed", "auth skipped", "models failed"]);
    expect(report.stages[3]).toMatchObject({ code });
  });

  it("stops at an address the policy forbids, without a packet", async () => {
    const closed = createEgress({ allowPrivateHosts: [], isOffline: false });
    server.received.length = 0;
    const report = await verify(`${server.url}/v1`, closed);
    expect(outcomes(report)).toEqual(["address failed", "connect skipped", "auth skipped", "models skipped"]);
    expect(report.stages[0]?.code).toBe("egress_blocked");
    expect(server.received).toEqual([]);
    await closed.close();
  });

  it("stops at a port where nobody listens", async () => {
    const report = await verify("http://127.0.0.1:1/v1");
    expect(outcomes(report)).toEqual(["address passed", "connect failed", "auth skipped", "models skipped"]);
    expect(report.stages[1]?.code).toBe("provider_unavailable");
  });

  it("passes the sandbox without a network", async () => {
    const report = await verifyProvider({
      definition: sandbox,
      credentials: { apiKey: undefined, baseUrl: "", secrets: {}, settings: {} },
      egress,
      signal: new AbortController().signal,
    });
    expect(outcomes(report)).toEqual(["address skipped", "connect skipped", "auth passed", "models passed"]);
    expect(report.modelCount).toBe(5);
  });
});
