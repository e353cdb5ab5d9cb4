import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { UpstreamRequest } from "@/server/gateway/testing/upstream-answers";
import type { UpstreamBehaviour } from "@/server/gateway/testing/upstream-behaviour";
import { expectConserved } from "@/test/expect-conserved";
import { SeededRandom } from "@/test/fuzz/seeded-random";
import { type RuntimeServer, startRuntimeServer } from "@/test/start-runtime-server";

const REQUESTS = 10_000;
const AT_ONCE = 100;
const SEED = Number(process.env.SLUICE_SEED ?? 20_261_126);
/** Nano-USD a token: 3 and 15 USD per million. */
const INPUT = 3_000n;
const OUTPUT = 15_000n;

interface End {
  /** Out of all ends' sum. */
  weight: number;
  upstream?: UpstreamBehaviour;
  isStream?: boolean;
  headers?: Record<string, string>;
  body?: object;
  /** When the client leaves: so many milliseconds after it asked, or after so many pieces of the answer. */
  leaves?: { afterMs: number } | { afterPieces: number };
}

/** How a request may end. Each status has a model of its own, so that what trouble does to its circuit leaves the others alone. */
const ENDS: Record<string, End> = {
  success: { weight: 20 },
  "streamed success": { weight: 15, isStream: true },
  "4xx": { weight: 10, upstream: { status: 400 } },
  "429": { weight: 4, upstream: { status: 429, retryAfter: "1" } },
  "5xx": { weight: 4, upstream: { status: 503 } },
  "broken stream": { weight: 4, isStream: true, upstream: { cutAfter: 2 } },
  "error in the stream": { weight: 4, isStream: true, upstream: { errorAfter: 2 } },
  garbage: { weight: 3, upstream: { kind: "bad-json" } },
  timeout: { weight: 6, upstream: { kind: "hang" }, headers: { "x-sluice-timeout-ms": "40" } },
  "client gone before the head": { weight: 8, upstream: { delayMs: 30 }, leaves: { afterMs: 5 } },
  "client gone before the first byte": {
    weight: 8,
    isStream: true,
    upstream: { stallAfter: 0 },
    leaves: { afterMs: 25 },
  },
  "client gone in the middle": {
    weight: 10,
    isStream: true,
    upstream: { words: 20, chunkDelayMs: 2 },
    leaves: { afterPieces: 3 },
  },
  "client gone at once": { weight: 4, leaves: { afterMs: 0 } },
  invalid: { weight: 5, body: { messages: "none" } },
  "unknown model": { weight: 4, body: { model: "nobody-knows-it" } },
  "handler throws before the head": { weight: 5, headers: { "x-break": "writeHead" } },
  "handler throws before the head of a stream": { weight: 5, isStream: true, headers: { "x-break": "writeHead" } },
  "handler throws in the stream": { weight: 5, isStream: true, headers: { "x-break": "write" } },
};

/** The answer's own function fails once, as a fault in the code that writes it would. */
function breakAnswer({ headers }: IncomingMessage, res: ServerResponse): void {
  const broken = headers["x-break"];
  if (broken !== "writeHead" && broken !== "write") return;
  const fail = () => {
    Reflect.deleteProperty(res, broken);
    throw new Error("injected");
  };
  Object.assign(res, { [broken]: fail });
}

let troubles = 0;
const endOf = ({ body: { user } }: UpstreamRequest) => {
  const { upstream } = ENDS[String(user)] ?? {};
  if (upstream?.status === undefined) return upstream;
  // The others go well, or the circuit would keep nearly all out.
  troubles += 1;
  return troubles % 3 === 0 ? {} : upstream;
};
const modelOf = (name: string) => `status-${ENDS[name]?.upstream?.status ?? 200}`;

let sluice: RuntimeServer;
beforeAll(async () => {
  const prices = { inputTokens: "3", outputTokens: "15" };
  sluice = await startRuntimeServer({
    models: [...new Set(Object.keys(ENDS).map(modelOf))].map((id) => ({ id, prices })),
    upstream: { script: endOf },
    intercept: breakAnswer,
  });
  await sluice.runtime.database.asSystem.rateLimit.create({
    data: { tenantId: sluice.tenantId, scopeKind: "tenant", scopeId: sluice.tenantId, maxParallelRequests: 10_000 },
  });
  await sluice.addBudget(1_000_000_000_000n);
}, 60_000);
afterAll(() => sluice?.close());

async function request(name: string): Promise<string> {
  const { isStream = false, headers, body, leaves } = ENDS[name] ?? { weight: 0 };
  const client = new AbortController();
  try {
    const asked = fetch(`${sluice.url}/v1/chat/completions`, {
      method: "POST",
      signal: client.signal,
      headers: { authorization: `Bearer ${sluice.apiKey}`, "cache-control": "no-store", ...headers },
      body: JSON.stringify({
        model: modelOf(name),
        max_tokens: 50,
        stream: isStream,
        user: name,
        messages: [{ role: "user", content: "Tell me of rivers and of the sea." }],
        ...body,
      }),
    });
    if (leaves !== undefined && "afterMs" in leaves) {
      const gone = later(leaves.afterMs).then(() => client.abort());
      await Promise.all([asked, gone]);
    }
    const response = await asked;
    let pieces = 0;
    for await (const _ of response.body ?? []) {
      pieces += 1;
      if (leaves !== undefined && "afterPieces" in leaves && pieces === leaves.afterPieces) client.abort();
    }
    return String(response.status);
  } catch {
    return "cut";
  }
}

async function conserved() {
  const client = new pg.Client({ connectionString: sluice.databaseUrl });
  await client.connect();
  try {
    return await expectConserved(client);
  } finally {
    await client.end();
  }
}

it(`5. no hold leaks over ${REQUESTS} requests that end in any way: none held, no place taken, and spent what the upstream's own log says`, async () => {
  const random = new SeededRandom(SEED);
  const total = Object.values(ENDS).reduce((sum, { weight }) => sum + weight, 0);
  const draw = () => {
    let left = random.next() * total;
    const found = Object.entries(ENDS).find(([, { weight }]) => {
      left -= weight;
      return left < 0;
    });
    return found?.[0] ?? "success";
  };
  const ends = Array.from({ length: REQUESTS }, draw);
  const outcomes = new Map<string, number>();
  const clients = Array.from({ length: AT_ONCE }, async () => {
    for (let name = ends.pop(); name !== undefined; name = ends.pop()) {
      const outcome = `${name}: ${await request(name)}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  });
  await Promise.all(clients);
  console.log(
    `seed ${SEED}:\n${[...outcomes]
      .toSorted()
      .map(([outcome, count]) => `  ${outcome} × ${count}`)
      .join("\n")}`,
  );
  for (const name of Object.keys(ENDS))
    expect([...outcomes.keys()].some((outcome) => outcome.startsWith(`${name}: `))).toBe(true);

  // No place among the parallel calls is taken, no attempt is open, and the slices come back whole once they are idle.
  const { gateway, ledger } = sluice.runtime;
  await expect.poll(() => ledger.stats().openAttempts, { timeout: 10_000 }).toBe(0);
  const { scopes } = await gateway.limitsInUse(sluice.tenantId);
  expect(scopes.flatMap(({ use }) => use)).toMatchObject([{ used: 0 }]);
  await ledger.flush();
  await expect.poll(async () => (await conserved()).open, { timeout: 40_000, interval: 500 }).toBe(0n);

  const rows = await sluice.query(
    "SELECT id::text, status, is_usage_estimated AS estimated, cost_nano_usd::text AS cost FROM llm_attempts",
  );
  const seen = sluice.upstream.log.filter(({ path }) => path === "/chat/completions");
  const byId = new Map(rows.map((row) => [String(row.id), row]));
  expect(new Set(seen.map(({ attemptId }) => attemptId)).size).toBe(seen.length);
  let exact = 0n;
  let estimated = 0n;
  let spent = 0n;
  for (const { attemptId, status, promptTokens, completionTokens } of seen) {
    const row = byId.get(attemptId ?? "");
    expect(row, `attempt ${attemptId} has a row`).toBeDefined();
    const cost = BigInt(String(row?.cost));
    if (status >= 400) expect(cost).toBe(0n);
    else if (row?.estimated === false) {
      expect(cost).toBe(BigInt(promptTokens) * INPUT + BigInt(completionTokens) * OUTPUT);
      exact += cost;
    } else expect(cost).toBeGreaterThan(0n);
    byId.delete(attemptId ?? "");
  }
  // What never reached the upstream whole costs nothing, unless it was on its way: then it says that it is an estimate.
  for (const { cost, estimated: isEstimated } of byId.values()) expect(cost === "0" || isEstimated).toBe(true);
  for (const { cost, estimated: isEstimated } of rows) {
    spent += BigInt(String(cost));
    if (isEstimated) estimated += BigInt(String(cost));
  }
  const { settled } = await conserved();
  expect(settled).toBe(spent);
  expect(exact + estimated).toBe(spent);
  console.log(
    `5. ${seen.length} attempts upstream, ${rows.length} rows, ${formatNanoUsd(spent)} USD spent (${formatNanoUsd(exact)} exactly as the upstream counted), 0 held, 0 places taken`,
  );
}, 180_000);
