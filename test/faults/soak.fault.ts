import { setTimeout as later } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { UpstreamBehaviour } from "@/server/gateway/testing/upstream-behaviour";
import type { Fault, FaultProxy } from "@/test/fault-proxy";
import { SeededRandom } from "@/test/fuzz/seeded-random";
import { type Deployment, startDeployment } from "@/test/start-deployment";
import { WHY_NO_REDIS } from "@/test/start-redis";

const SOAK_MS = Number(process.env.SLUICE_SOAK_MS ?? 60_000);
const WARM_UP_MS = 20_000;
const SEED = Number(process.env.SLUICE_SEED ?? 20_261_127);
const PER_SECOND = 30;
const MODEL = "gpt-test";
const random = new SeededRandom(SEED);

/** What the upstream does to one call in two while it is in trouble. */
const TROUBLES: readonly UpstreamBehaviour[] = [
  { status: 500 },
  { status: 503 },
  { status: 429, retryAfter: "1" },
  { cutAfter: 2 },
  { errorAfter: 1 },
  { kind: "bad-json" },
  { delayMs: 1_500 },
];
let trouble: UpstreamBehaviour | undefined;

let sluice: Deployment;
beforeAll(async () => {
  sluice = await startDeployment({
    replicas: 2,
    hasRedis: WHY_NO_REDIS === undefined,
    models: [{ id: MODEL, prices: { inputTokens: "3", outputTokens: "15" } }],
    upstream: { script: () => (random.chance(0.5) ? trouble : undefined) ?? { words: 8 } },
  });
}, 120_000);
afterAll(() => sluice?.close());

/** One call of a client: whole or streamed, and now and then left before its end. */
async function call(n: number): Promise<string> {
  const isStream = random.chance(0.5);
  const leavesAfterMs = random.chance(0.1) ? random.below(60) : undefined;
  const client = new AbortController();
  if (leavesAfterMs !== undefined) setTimeout(() => client.abort(), leavesAfterMs);
  try {
    const response = await fetch(`${sluice.replicas[n % 2]?.url}/v1/chat/completions`, {
      method: "POST",
      signal: client.signal,
      headers: { authorization: `Bearer ${sluice.apiKey}`, "x-sluice-timeout-ms": "8000" },
      body: JSON.stringify({
        model: MODEL,
        stream: isStream,
        max_tokens: 50,
        messages: [{ role: "user", content: "Tell me of rivers." }],
      }),
    });
    await response.text();
    return String(response.status);
  } catch {
    return leavesAfterMs === undefined ? "cut" : "left";
  }
}

const residentBytes = async () =>
  Promise.all(sluice.replicas.map((each) => each.metric("process_resident_memory_bytes")));

/** Offers load until told to stop; the answers' counts. */
function startLoad(): { stop(): Promise<Record<string, number>> } {
  const counts: Record<string, number> = {};
  const running = new Set<Promise<void>>();
  let n = 0;
  const timer = setInterval(() => {
    const one: Promise<void> = call(n++).then((outcome) => {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      running.delete(one);
    });
    running.add(one);
  }, 1_000 / PER_SECOND);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(running);
      return counts;
    },
  };
}

/** One dependency after another, and sometimes two at once, is in trouble for a while. */
async function stirTrouble(endsAt: number): Promise<number> {
  const faults: Fault[] = [{ kind: "reset" }, { kind: "latency", ms: 300 }, { kind: "latency", ms: 2_000 }];
  let count = 0;
  const pass = (proxy: FaultProxy | undefined) => proxy?.become({ kind: "pass" });
  while (performance.now() < endsAt) {
    count += 1;
    const roll = random.next();
    if (roll < 0.5) sluice.postgres.become(random.pick(faults));
    if (roll > 0.3 && roll < 0.8) sluice.redis?.proxy.become(random.pick([...faults, { kind: "black-hole" } as const]));
    if (roll > 0.6) trouble = random.pick(TROUBLES);
    await later(500 + random.below(2_500));
    pass(sluice.postgres);
    pass(sluice.redis?.proxy);
    trouble = undefined;
    await later(500 + random.below(1_500));
  }
  return count;
}

it(
  `30. ${SOAK_MS / 1_000} s of random faults of Postgres, Redis and the upstream: money is conserved, no attempt is lost or double, no promise fails unheard, memory stays`,
  async () => {
    await sluice.addBudget(10_000_000_000_000n);
    await warmUp(WARM_UP_MS);
    const before = await residentBytes();
    const load = startLoad();
    const troubles = await stirTrouble(performance.now() + SOAK_MS);
    const counts = await load.stop();
    console.log(`30. seed ${SEED}: ${troubles} troubles, answers ${JSON.stringify(counts)}`);
    expect(counts[500]).toBeUndefined();
    expect(counts[200]).toBeGreaterThan(0);
    await sluice.drained();
    const rows = await sluice.query("SELECT id::text FROM llm_attempts");
    const ids = new Set(rows.map(({ id }) => id));
    const seen = sluice.upstream.log
      .filter(({ path }) => path === "/chat/completions")
      .map(({ attemptId }) => attemptId);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => !ids.has(id))).toEqual([]);
    const { settled } = await sluice.conserved();
    for (const replica of sluice.replicas)
      expect(replica.output()).not.toContain("A promise failed that nobody waited for");
    const after = await residentBytes();
    const growth = Math.max(...after.map((bytes, n) => bytes / (before[n] ?? 1) - 1));
    console.log(
      `30. ${seen.length} attempts upstream, each with its row; ${formatNanoUsd(settled)} USD settled, law kept; memory ${growth < 0 ? "" : "+"}${(growth * 100).toFixed(1)} %`,
    );
    expect(growth).toBeLessThan(0.2);
  },
  SOAK_MS + 240_000,
);

async function warmUp(ms: number): Promise<void> {
  const load = startLoad();
  await later(ms);
  await load.stop();
}
