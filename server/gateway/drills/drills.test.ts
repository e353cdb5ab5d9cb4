import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { DrillFault } from "@/lib/contracts/drill";
import { llmConfiguration } from "@/lib/contracts/profile";
import type { DrillEntry } from "@/server/gateway/config/config-store";
import type { Caller } from "@/server/gateway/execution/caller";
import { createHealth } from "@/server/gateway/health/create-health";
import { interruptAttempt } from "@/server/gateway/ledger/interrupt-request";
import { attemptIntent } from "@/server/gateway/ledger/records";
import { findProvider } from "@/server/gateway/providers/registry";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";

const MINUTE_MS = 60_000;
const STARTED_AT = 1_700_000_000_000;
const messages = [{ role: "user" as const, content: "Hi." }];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const callerWith = (apiKeyId: string): Caller => ({ tenantId: "tenant-1", apiKeyId, userId: null, source: "api" });
const drilled = callerWith("drill-key");
const other = callerWith("other-key");

/** Two upstreams behind one profile, the first of them under a drill, and a clock of the test's own. */
async function start(
  fault: DrillFault,
  { fallbacks = ["second"], timeoutMs = 0 }: { fallbacks?: string[]; timeoutMs?: number } = {},
) {
  const upstreams = { first: await startScriptedUpstream(), second: await startScriptedUpstream() };
  closing.push(upstreams.first.close, upstreams.second.close);
  const clock = { nowMs: STARTED_AT };
  const health = createHealth({
    findProvider,
    now: () => clock.nowMs,
    random: () => 0,
    // So that one retry too many would be seen.
    allowance: { share: 0, atFirst: 1, atMost: 1 },
  });
  const drill: DrillEntry = {
    id: "drill-1",
    apiKeyId: "drill-key",
    target: { kind: "profile", profile: "main" },
    fault,
    retryAfterSeconds: fault === "rate_limited" ? 20 : null,
    endsAtMs: STARTED_AT + 10 * MINUTE_MS,
  };
  const providerAt = (id: string, upstream: ScriptedUpstream) => ({
    id,
    values: { base_url: upstream.url, api_key: "sk-test-1234567890" },
    models: [{ modelId: "gpt-test" }],
    config: { requestsPerMinute: 1_000 },
  });
  const test = await startTestGateway({
    providers: [providerAt("first", upstreams.first), providerAt("second", upstreams.second)],
    health,
    tenant: {
      drill,
      llmConfiguration: llmConfiguration.parse({
        profiles: {
          main: {
            provider: "first",
            model: "gpt-test",
            fallbacks: fallbacks.map((provider) => ({ provider, model: "gpt-test" })),
            ...(timeoutMs === 0 ? {} : { settings: { timeout_ms: timeoutMs } }),
          },
        },
      }),
    },
  });
  closing.push(test.close);
  const options = () => ({ requestId: randomUUID(), signal: new AbortController().signal });
  return {
    ...test,
    upstreams,
    clock,
    health,
    chat: (caller: Caller, model = "profile:main") =>
      test.gateway.chat(caller, { request: { model, messages } }, options()),
    async stream(caller: Caller) {
      const request = { model: "profile:main", messages, stream: true };
      const { events } = await test.gateway.chatStream(caller, { request }, options());
      let text = "";
      for await (const batch of events) for (const event of batch) text += event.text ?? "";
      return text;
    },
    async attempts() {
      await test.ledger.flush();
      return [...test.store.attempts.values()].toSorted(
        (a, b) => a.startedAtMs - b.startedAtMs || a.sequence - b.sequence,
      );
    },
  };
}

const BEFORE_CONTENT = [
  "unavailable",
  "rate_limited",
  "key_refused",
  "unreachable",
  "cut_before_content",
] as const satisfies readonly DrillFault[];

describe.each(BEFORE_CONTENT)("under a drill with the fault %s", (fault) => {
  it("a call with the drill's key is served by the fallback, and the primary is never called", async () => {
    const test = await start(fault);
    const { receipt } = await test.chat(drilled);
    expect([receipt.providerConfigId, receipt.attemptCount]).toEqual(["second", 2]);
    expect(await test.stream(drilled)).not.toBe("");
    expect([test.upstreams.first.log.length, test.upstreams.second.log.length]).toEqual([0, 2]);
  });

  it("the attempt is on record as put on, without tokens or cost", async () => {
    const test = await start(fault);
    const { receipt } = await test.chat(drilled);
    const [feigned, served] = await test.attempts();
    expect(feigned).toMatchObject({
      providerConfigId: "first",
      drillId: "drill-1",
      status: "error",
      errorMessage: expect.stringMatching(/^Fallback drill: /),
      counts: {},
      costNanoUsd: "0",
      isUsageEstimated: false,
    });
    expect(served).not.toHaveProperty("drillId");
    expect(served?.costNanoUsd).toBe(receipt.costNanoUsd.toString());
  });
});

describe("a drill", () => {
  it("costs nothing when the process dies under way", async () => {
    const test = await start("unavailable");
    await test.chat(drilled);
    const [feigned] = await test.attempts();
    if (!feigned) throw new Error("There is no attempt.");
    const intent = attemptIntent.parse(feigned);
    expect(interruptAttempt(intent, null, STARTED_AT)).toMatchObject({
      drillId: "drill-1",
      counts: {},
      costNanoUsd: "0",
    });
  });

  it("changes nothing for another key", async () => {
    const test = await start("unavailable");
    const { receipt } = await test.chat(other);
    expect([receipt.providerConfigId, receipt.attemptCount]).toEqual(["first", 1]);
    await test.stream(other);
    expect([test.upstreams.first.log.length, test.upstreams.second.log.length]).toEqual([2, 0]);
  });

  it("changes nothing for a call of the drill's key that names the model itself", async () => {
    const test = await start("unavailable");
    const { receipt } = await test.chat(drilled, "first/gpt-test");
    expect([receipt.providerConfigId, receipt.attemptCount]).toEqual(["first", 1]);
  });

  it("opens no circuit, is told to nobody's health, and leaves the retry budget and the counters as they were", async () => {
    const test = await start("unavailable");
    const before = test.health.figures();
    for (let n = 0; n < 30; n += 1) await test.chat(drilled);
    expect(test.health.openCircuits("tenant-1")).toEqual([]);
    expect(test.health.figures()).toEqual(before);
    const reports = test.health.drain();
    expect(reports.map(({ configId, answered, failed }) => [configId, answered, failed])).toEqual([["second", 30, 0]]);
    // The one retry that the budget holds is still there.
    const upstream = test.gateway.health.target("tenant-1", candidateOf(test, "first")).upstream;
    expect([upstream.budget.spend(), upstream.budget.spend()]).toEqual([true, false]);
  });

  it("with nobody to fall back on gives the client the fault's own error, after as many tries as a real one gets", async () => {
    const test = await start("unavailable", { fallbacks: [] });
    await expect(test.chat(drilled)).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringMatching(/^Fallback drill: .*503/),
    });
    expect((await test.attempts()).map(({ drillId }) => drillId)).toEqual(["drill-1", "drill-1"]);
    expect(test.upstreams.first.log).toEqual([]);
  });

  it("is over at its end by the clock, with nobody there to stop it", async () => {
    const test = await start("unavailable");
    test.clock.nowMs += 10 * MINUTE_MS - 1;
    expect((await test.chat(drilled)).receipt.providerConfigId).toBe("second");
    test.clock.nowMs += 1;
    expect((await test.chat(drilled)).receipt.providerConfigId).toBe("first");
  });

  it("with a silent primary costs the client what it would wait for a real one", async () => {
    const test = await start("silent", { timeoutMs: 200 });
    const startedAt = performance.now();
    const { receipt } = await test.chat(drilled);
    expect(receipt.providerConfigId).toBe("second");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
    expect((await test.attempts())[0]).toMatchObject({ status: "timeout", drillId: "drill-1", costNanoUsd: "0" });
  });

  it("that cuts a stream after its first content shows the client that and an error, for nothing", async () => {
    const test = await start("cut_after_content");
    let seen = "";
    const reading = (async () => {
      const request = { model: "profile:main", messages, stream: true };
      const given = { requestId: randomUUID(), signal: new AbortController().signal };
      const { events } = await test.gateway.chatStream(drilled, { request }, given);
      for await (const batch of events) for (const event of batch) seen += event.text ?? "";
    })();
    await expect(reading).rejects.toMatchObject({ code: "provider_stream_broken" });
    expect(seen).toContain("fallback drill");
    expect(await test.attempts()).toMatchObject([
      { drillId: "drill-1", costNanoUsd: "0", counts: {}, status: "error" },
    ]);
    expect([test.upstreams.first.log.length, test.upstreams.second.log.length]).toEqual([0, 0]);
    expect(test.health.drain()).toEqual([]);
    // An answer in one piece can't be shown in part: it fails over.
    expect((await test.chat(drilled)).receipt.providerConfigId).toBe("second");
  });
});

function candidateOf({ snapshot }: Awaited<ReturnType<typeof start>>, configId: string) {
  const tenant = snapshot.tenant("tenant-1");
  const config = tenant?.configById.get(configId);
  const model = tenant?.models.find((each) => each.providerConfigId === configId);
  if (!config || !model) throw new Error(`There is no config ${configId}.`);
  return { config, model };
}
