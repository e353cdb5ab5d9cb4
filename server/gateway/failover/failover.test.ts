import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { AppError, isAppError } from "@/lib/contracts/errors";
import type { EgressRequest } from "@/server/gateway/egress/create-egress";
import type { Caller } from "@/server/gateway/execution/caller";
import { HEALTH_RULES } from "@/server/gateway/health/circuit-rules";
import { createHealth } from "@/server/gateway/health/create-health";
import { findProvider } from "@/server/gateway/providers/registry";
import { type Fault, faultyEgress, GOOD_STREAM } from "@/server/gateway/testing/faulty-egress";
import { startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";
import { SeededRandom } from "@/test/fuzz/seeded-random";
import { startDataPlane } from "@/test/start-data-plane";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: "key-1", userId: null, source: "api" };
const request = { model: "m", messages: [{ role: "user" as const, content: "Hi." }] };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const providersAt = (...hosts: string[]) =>
  hosts.map((host, index) => ({
    id: host,
    values: { base_url: `https://${host}/v1`, api_key: "sk-test-1234567890" },
    config: { priority: index },
    models: [{ modelId: "m" }],
  }));

/** A gateway over upstreams that fail as told, with a clock and a chance of the test's own. */
async function start(
  hosts: string[],
  faultOf: (host: string, nowMs: number, request: EgressRequest) => Fault | null,
  seed = 1,
) {
  const clock = { nowMs: 1_700_000_000_000 };
  const chance = new SeededRandom(seed);
  const egress = faultyEgress((host, sent) => faultOf(host, clock.nowMs, sent));
  const health = createHealth({ findProvider, now: () => clock.nowMs, random: () => chance.next() });
  const test = await startTestGateway({ egress, health, providers: providersAt(...hosts) });
  closing.push(test.close);
  const call = async (isStream: boolean, options: { deadlineMs?: number } = {}): Promise<"served" | AppError> => {
    const given = { requestId: randomUUID(), signal: new AbortController().signal, ...options };
    try {
      if (!isStream) await test.gateway.chat(caller, { request }, given);
      else {
        const stream = await test.gateway.chatStream(caller, { request: { ...request, stream: true } }, given);
        let text = "";
        for await (const batch of stream.events) for (const event of batch) text += event.text ?? "";
        if (text !== "All is well.") return new AppError("internal", `The client saw "${text}".`);
      }
      return "served";
    } catch (error) {
      if (isAppError(error)) return error;
      throw error;
    }
  };
  return { ...test, clock, egress, health, call };
}

const down: Fault = { kind: "answer", status: 503 };
const AT_ONCE = 50;

describe.each([
  ["calls", false, 20_000],
  ["streams, where a failure comes before the first content", true, 20_000],
] as const)("three upstreams, each failing 5 % at random and one dark for 20 s, under %s", (_, isStream, requests) => {
  it(`serve at least 99.95 % of ${requests} requests with at most 1.1 upstream calls a request`, async () => {
    const seed = 20_251;
    const chance = new SeededRandom(seed);
    const kinds: Fault[] = [
      down,
      { kind: "answer", status: 500 },
      { kind: "reset" },
      { kind: "timeout", when: "firstByte" },
      { kind: "cut", afterBytes: isStream ? 60 : 20 },
    ];
    const startedAtMs = 1_700_000_000_000;
    const test = await start(
      ["a.test", "b.test", "c.test"],
      (host, nowMs) => {
        const isDark = host === "a.test" && nowMs >= startedAtMs + 30_000 && nowMs < startedAtMs + 50_000;
        if (isDark) return { kind: "unreachable", code: "ECONNREFUSED" };
        return chance.chance(0.05) ? chance.pick(kinds) : null;
      },
      seed,
    );
    let served = 0;
    const failures = new Map<string, number>();
    // Over 100 seconds of the test's clock.
    for (let sent = 0; sent < requests; sent += AT_ONCE) {
      const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, () => test.call(isStream)));
      for (const outcome of outcomes) {
        if (outcome === "served") served += 1;
        else failures.set(outcome.code, (failures.get(outcome.code) ?? 0) + 1);
      }
      test.clock.nowMs += (100_000 / requests) * AT_ONCE;
    }
    const amplification = test.egress.calls.length / requests;
    const figures = `seed ${seed}: ${((served / requests) * 100).toFixed(3)} % served, ${amplification.toFixed(4)} upstream calls a request`;
    process.stdout.write(
      `${figures}; ${JSON.stringify(test.health.figures().opened)} ${JSON.stringify([...failures])}\n`,
    );
    expect(served / requests, figures).toBeGreaterThanOrEqual(0.9995);
    expect(amplification, figures).toBeLessThanOrEqual(1.1);
    // The dark one is called again once it is back.
    expect(test.egress.calls.slice(-AT_ONCE)).toContain("a.test");
  }, 120_000);
});

describe("failover", () => {
  it("D40 with all upstreams down calls them at most 1.1 times a request over 6,000 requests, and no request more than three times", async () => {
    const test = await start(["a.test", "b.test", "c.test"], () => down);
    for (let second = 0; second < 60; second += 1) {
      await Promise.all(Array.from({ length: 100 }, () => test.call(false)));
      test.clock.nowMs += 1_000;
    }
    expect(test.egress.calls.length).toBeLessThanOrEqual(6_600);
    await test.ledger.flush();
    expect(Math.max(...[...test.store.requests.values()].map(({ attemptCount }) => attemptCount))).toBeLessThanOrEqual(
      3,
    );
  }, 60_000);

  it.each([
    ["seconds", "1", 2, 1_000],
    ["an HTTP date", new Date(Date.now() + 1_500).toUTCString(), 2, 0],
    ["more than anybody waits", "1000000000", 1, 0],
    ["a negative number", "-5", 2, 0],
    ["garbage", "soon", 2, 0],
  ])("D41 takes Retry-After as %s for what it is worth", async (_, value, calls, atLeastMs) => {
    let asked = 0;
    const egress = faultyEgress(() =>
      asked++ === 0 ? { kind: "answer", status: 503, headers: { "retry-after": value } } : null,
    );
    const health = createHealth({ findProvider, random: () => 0 });
    const test = await startTestGateway({ egress, health, providers: providersAt("a.test") });
    closing.push(test.close);
    const startedAt = performance.now();
    const options = { requestId: randomUUID(), signal: new AbortController().signal };
    const answer = await test.gateway.chat(caller, { request }, options).catch((error: unknown) => error);
    expect(egress.calls).toHaveLength(calls);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(atLeastMs - 5);
    if (calls === 1) expect(answer).toMatchObject({ details: { retryAfterSeconds: 3_600 } });
  });

  it("D43 happens before the first content only: of 500 random cuts, each leaves one clean stream or ends in the dialect's own error", async () => {
    const seed = 43;
    const chance = new SeededRandom(seed);
    let cutAt = 0;
    const never = {
      ...HEALTH_RULES.upstream,
      failuresInARow: Number.POSITIVE_INFINITY,
      minCalls: Number.POSITIVE_INFINITY,
    };
    const plane = await startDataPlane(providersAt("cut.test", "sound.test"), {
      // With circuits that stay closed, so that every round begins at the upstream that is cut.
      health: createHealth({
        findProvider,
        rules: { ...HEALTH_RULES, upstream: never, shared: never },
        allowance: { share: 1, atFirst: 10, atMost: 100 },
      }),
      egress: faultyEgress((host) => (host === "cut.test" ? { kind: "cut", afterBytes: cutAt } : null)),
    });
    closing.push(plane.close);
    const firstContentEnds =
      GOOD_STREAM.indexOf("All ") + GOOD_STREAM.slice(GOOD_STREAM.indexOf("All ")).indexOf("\n\n") + 2;
    const finishEnds =
      GOOD_STREAM.indexOf('"stop"') + GOOD_STREAM.slice(GOOD_STREAM.indexOf('"stop"')).indexOf("\n\n") + 2;
    let rescued = 0;
    for (let round = 0; round < 500; round += 1) {
      cutAt = chance.below(finishEnds);
      const isMessages = round % 2 === 1;
      const response = await fetch(`${plane.url}${isMessages ? "/v1/messages" : "/v1/chat/completions"}`, {
        method: "POST",
        headers: { authorization: `Bearer ${plane.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ ...request, stream: true, max_tokens: 50 }),
      });
      const body = await response.text();
      const label = `seed ${seed}, round ${round}, cut at ${cutAt}`;
      const starts = body.split(isMessages ? "event: message_start" : '"role":"assistant"').length - 1;
      expect(starts, label).toBeLessThanOrEqual(1);
      const isWhole = body.includes(isMessages ? "event: message_stop" : "[DONE]");
      if (cutAt < firstContentEnds) {
        rescued += 1;
        expect([response.status, isWhole, body.includes("error")], label).toEqual([200, true, false]);
      } else {
        expect(isWhole, label).toBe(false);
        expect(body, label).toContain(isMessages ? "event: error" : '"error":');
      }
    }
    expect(rescued).toBeGreaterThan(50);
  }, 60_000);

  it("D44 keeps one deadline for all attempts, and ends with the first error that means something", async () => {
    const slow = await startScriptedUpstream({ script: () => ({ kind: "hang" }) });
    closing.push(slow.close);
    const test = await startTestGateway({
      providers: ["one", "two", "three"].map((id) => ({
        id,
        values: { base_url: slow.url, api_key: "sk-test-1234567890" },
        models: [{ modelId: "m" }],
      })),
    });
    closing.push(test.close);
    const startedAt = performance.now();
    const options = { requestId: randomUUID(), signal: new AbortController().signal, deadlineMs: 1_000 };
    await expect(test.gateway.chat(caller, { request }, options)).rejects.toMatchObject({ code: "provider_timeout" });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(950);
    // A twentieth over, and what a busy machine adds.
    expect(tookMs).toBeLessThan(1_800);
  });

  it("D44 names every candidate that was tried, the first one's failure first", async () => {
    const test = await start(["a.test", "b.test"], (host) =>
      host === "a.test" ? { kind: "answer", status: 401 } : down,
    );
    const outcome = await test.call(false);
    expect(outcome).toMatchObject({ code: "provider_auth_failed" });
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/refused the stored key.*Also tried: b\.test: .*503/s),
    });
  });

  it("D46 with all circuits open lets one probe a target through an interval, and answers the others 503 at once, each reason named", async () => {
    const test = await start(["a.test", "b.test"], () => down);
    for (let n = 0; n < 10; n += 1) await test.call(false);
    test.egress.calls.length = 0;
    const shed = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const startedAt = performance.now();
        const outcome = await test.call(false);
        return { outcome, tookMs: performance.now() - startedAt };
      }),
    );
    expect(test.egress.calls).toEqual([]);
    for (const { outcome } of shed)
      expect(outcome).toMatchObject({
        code: "upstreams_unavailable",
        httpStatus: 503,
        message: expect.stringMatching(/a\.test: .*503.*b\.test: .*503/s),
      });
    const tookMs: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const startedAt = performance.now();
      expect(await test.call(false)).toMatchObject({ details: { retryAfterSeconds: expect.any(Number) } });
      tookMs.push(performance.now() - startedAt);
    }
    // The middle one: what else the machine does at one moment is not the gateway's.
    expect(tookMs.toSorted((a, b) => a - b)[2]).toBeLessThan(20);
    test.clock.nowMs += 7_000;
    await Promise.all(Array.from({ length: 200 }, () => test.call(false)));
    expect(test.egress.calls.toSorted()).toEqual(["a.test", "b.test"]);
  });

  it("D48 never hedges: a slow answer is waited for, and nobody else is asked meanwhile", async () => {
    const slow = await startScriptedUpstream({ script: () => ({ delayMs: 400 }) });
    closing.push(slow.close);
    const test = await startTestGateway({
      providers: ["one", "two", "three"].map((id) => ({
        id,
        values: { base_url: slow.url, api_key: "sk-test-1234567890" },
        models: [{ modelId: "m" }],
      })),
    });
    closing.push(test.close);
    const options = { requestId: randomUUID(), signal: new AbortController().signal };
    const { receipt } = await test.gateway.chat(caller, { request }, options);
    expect([receipt.attemptCount, slow.log.length]).toEqual([1, 1]);
  });

  it("says in the route who was passed over, and why", async () => {
    const test = await start(["a.test", "b.test"], (host) => (host === "a.test" ? down : null));
    for (let n = 0; n < 6; n += 1) await test.call(false);
    await test.ledger.flush();
    expect([...test.store.requests.values()].at(-1)).toMatchObject({
      attemptCount: 1,
      route: {
        candidates: expect.arrayContaining([
          expect.objectContaining({ code: "unhealthy", outcome: "rejected", reason: expect.stringMatching(/503/) }),
          expect.objectContaining({ providerConfigName: "b.test", outcome: "chosen" }),
        ]),
      },
    });
  });
});
