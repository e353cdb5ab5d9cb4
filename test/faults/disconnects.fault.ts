import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { UpstreamLogEntry } from "@/server/gateway/testing/upstream-answers";
import type { UpstreamBehaviour } from "@/server/gateway/testing/upstream-behaviour";
import { type RuntimeServer, startRuntimeServer } from "@/test/start-runtime-server";

const STREAMS = 300;
const AT_ONCE = 20;
const TOKENS = 240;
/** Four bytes a token on average, as English has over the common tokenizers; and twice that where the provider counts itself. */
const FOUR_BYTES = repeated([" the", " r", "iver", "s flow", ",", " always"]);
const EIGHT_BYTES = repeated([" morning", " rivers,", " slowly."]);
const QUESTION = Array.from({ length: 300 }, () => "and").join(" ");

/** How much of the answer the upstream has sent when the client leaves. It sends no more until then, so that its log says exactly what went out. */
const POINTS = [0, 0.1, 0.5, 0.9, 1] as const;
const KINDS = ["counted by nobody", "counted with each piece"] as const;

interface Case {
  point: (typeof POINTS)[number];
  kind: (typeof KINDS)[number];
}
const CASES: readonly Case[] = POINTS.flatMap((point) => KINDS.map((kind) => ({ point, kind })));
const modelOf = ({ point, kind }: Case) => `at-${point * 100}-${kind.replaceAll(" ", "-")}`;

function behaviourOf({ point, kind }: Case): UpstreamBehaviour {
  const isCounted = kind === "counted with each piece";
  return {
    pieces: isCounted ? EIGHT_BYTES : FOUR_BYTES,
    isUsageContinuous: isCounted,
    ...(point === 1 ? { isStalledAtEnd: true } : { stallAfter: TOKENS * point }),
  };
}

function repeated(pieces: readonly string[]): string[] {
  return Array.from({ length: TOKENS }, (_, n) => pieces[n % pieces.length] ?? "");
}

let sluice: RuntimeServer;
beforeAll(async () => {
  const behaviours = new Map(CASES.map((each) => [modelOf(each), behaviourOf(each)]));
  sluice = await startRuntimeServer({
    models: CASES.map((each) => ({ id: modelOf(each), prices: { inputTokens: "3", outputTokens: "15" } })),
    upstream: { script: ({ model }) => behaviours.get(model) },
  });
}, 60_000);
afterAll(() => sluice?.close());

/** Reads until the client has all that the upstream sends, and leaves. */
async function streamAndLeave(each: Case): Promise<void> {
  const client = new AbortController();
  const user = crypto.randomUUID();
  const asked = fetch(`${sluice.url}/v1/chat/completions`, {
    method: "POST",
    signal: client.signal,
    headers: { authorization: `Bearer ${sluice.apiKey}`, "cache-control": "no-store" },
    body: JSON.stringify({
      model: modelOf(each),
      stream: true,
      user,
      messages: [{ role: "user", content: QUESTION }],
    }),
  });
  if (each.point === 0) {
    // No byte of the answer has come, so there is nothing to read.
    const gone = asked.catch(() => undefined);
    await expect
      .poll(() => sluice.upstream.requests.some(({ body }) => body.user === user), { timeout: 20_000 })
      .toBe(true);
    client.abort();
    await gone;
    return;
  }
  const response = await asked;
  let text = "";
  const decoder = new TextDecoder();
  const isAll = () =>
    each.point === 1
      ? text.includes('"finish_reason":"stop"')
      : (text.match(/"content":"[^"]/g)?.length ?? 0) === TOKENS * each.point;
  try {
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes, { stream: true });
      if (isAll()) client.abort();
    }
  } catch {
    expect(isAll()).toBe(true);
  }
}

const rowSchema = z.object({
  status: z.string(),
  is_usage_estimated: z.boolean(),
  cost: z.coerce.bigint(),
  input: z.coerce.number(),
  output: z.coerce.number(),
});

it(`8. ${STREAMS} streams whose clients leave at 0, 10, 50 and 90 % and just before the usage: each has its row, within 5 % of the upstream's log, exactly where it told its usage, and never 0`, async () => {
  const cases = Array.from({ length: STREAMS }, (_, n) => CASES[n % CASES.length]).filter((each) => each !== undefined);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let each = cases.pop(); each !== undefined; each = cases.pop()) await streamAndLeave(each);
    }),
  );
  const { ledger } = sluice.runtime;
  await expect.poll(() => ledger.stats().openAttempts, { timeout: 10_000 }).toBe(0);
  await ledger.flush();
  const rows = new Map(
    (
      await sluice.query(`SELECT id::text, status, is_usage_estimated, cost_nano_usd::text AS cost,
      coalesce(usage->>'inputTokens', '0') AS input, coalesce(usage->>'outputTokens', '0') AS output FROM llm_attempts`)
    ).map((row) => [String(row.id), rowSchema.parse(row)]),
  );
  const log = sluice.upstream.log.filter(({ path }) => path === "/chat/completions");
  expect(log).toHaveLength(STREAMS);
  expect(rows.size).toBe(STREAMS);
  const worst = new Map<string, number>();
  for (const entry of log) {
    const row = rows.get(entry.attemptId ?? "");
    if (row === undefined) throw new Error(`The attempt ${entry.attemptId} has no row.`);
    expect(row.status).toBe("aborted");
    expect(row.is_usage_estimated).toBe(true);
    expect(row.cost).toBeGreaterThan(0n);
    if (entry.completionTokens > 0) expect(row.output).toBeGreaterThan(0);
    const off = Math.abs(row.input + row.output - tokensOf(entry)) / tokensOf(entry);
    worst.set(entry.model, Math.max(worst.get(entry.model) ?? 0, off));
    expect(off, entry.model).toBeLessThanOrEqual(0.05);
    if (entry.model.endsWith("counted-with-each-piece") && entry.completionTokens > 0)
      expect([row.input, row.output]).toEqual([entry.promptTokens, entry.completionTokens]);
  }
  const lines = [...worst].map(([model, off]) => `  ${model}: at most ${(off * 100).toFixed(2)} % off`);
  console.log(`8. ${rows.size} rows of ${log.length} streams\n${lines.join("\n")}`);
}, 120_000);

const tokensOf = ({ promptTokens, completionTokens }: UpstreamLogEntry) => promptTokens + completionTokens;
