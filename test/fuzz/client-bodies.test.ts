import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { memoryEgress } from "@/server/gateway/testing/memory-egress";
import { createLog } from "@/server/log";
import { startDataPlane } from "@/test/start-data-plane";
import { SEEDS, type Seed, TRANSCRIPTION_FIELDS, TRANSCRIPTION_PATH } from "./client-bodies";
import { usedBytes } from "./collect-garbage";
import { answerFromFixtures, fixtureProviders, modelsOf, type ServedType } from "./fixture-upstream";
import { flipBytes, mutateJson } from "./mutate-json";
import { SeededRandom } from "./seeded-random";

const AT_ONCE = 8;
const ROUNDS = 1_000;
const ROUND_LIMIT_MS = 10_000;
const MAX_GROWTH_BYTES = 64_000_000;

let type: ServedType = "llm";
let sluice: Awaited<ReturnType<typeof startDataPlane>>;
const faults: string[] = [];

beforeAll(async () => {
  const log = createLog("silent");
  log.error = (facts: unknown) => {
    const thrown = typeof facts === "object" && facts !== null && "err" in facts ? facts.err : facts;
    faults.push(thrown instanceof Error ? (thrown.stack ?? "").slice(0, 600) : String(thrown));
  };
  const egress = memoryEgress((request) => answerFromFixtures(request, type));
  sluice = await startDataPlane(fixtureProviders(), { egress, log });
});
afterAll(() => sluice.close());

const openAiError = z.object({
  error: z.object({
    message: z.string().min(1),
    type: z.enum([
      "invalid_request_error",
      "authentication_error",
      "permission_error",
      "rate_limit_error",
      "server_error",
    ]),
    code: z.string().min(1),
    param: z.string().nullable(),
    request_id: z.uuid(),
  }),
});
const anthropicError = z.object({
  type: z.literal("error"),
  error: z.object({
    type: z.string().regex(/^([a-z_]+_error|request_too_large)$/),
    message: z.string().min(1),
    code: z.string(),
  }),
  request_id: z.string().min(1),
});
const SHAPES = { openai: openAiError, anthropic: anthropicError };

interface Sent {
  path: string;
  dialect: Seed["dialect"];
  contentType: string;
  body: Buffer;
}

/** Sends one body; throws unless what comes back is an answer or an error in the client's dialect. Gives the status. */
async function send({ path, dialect, contentType, body }: Sent): Promise<number> {
  const response = await fetch(sluice.url + path, {
    method: "POST",
    headers: { "content-type": contentType, authorization: `Bearer ${sluice.apiKey}` },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(ROUND_LIMIT_MS),
  });
  const text = await response.text();
  const isEvents = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (response.status >= 400) checkError(dialect, JSON.parse(text));
  else if (isEvents) for (const line of text.split("\n")) checkLine(dialect, line);
  else if (response.headers.get("content-type")?.startsWith("application/json")) JSON.parse(text);
  expect([200, 400, 402, 404, 413, 422, 429, 502, 504]).toContain(response.status);
  expect(response.headers.get("x-request-id")).toBeTruthy();
  return response.status;
}

function checkLine(dialect: Seed["dialect"], line: string): void {
  if (!line.startsWith("data: ") || line === "data: [DONE]") return;
  const payload: unknown = JSON.parse(line.slice("data: ".length));
  if (typeof payload === "object" && payload !== null && "error" in payload && payload.error)
    checkError(dialect, payload);
}

function checkError(dialect: Seed["dialect"], body: unknown): void {
  expect(SHAPES[dialect].parse(body).error.code).not.toBe("internal");
}

/** Runs all rounds, a few at a time, and gives how often each status came. */
async function run(make: (round: number) => Sent): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const failures: string[] = [];
  let next = 0;
  const worker = async () => {
    for (let round = next++; round < ROUNDS; round = next++) {
      const sent = make(round);
      try {
        const status = await send(sent);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      } catch (error) {
        const reason = error instanceof Error ? error.message.replace(/\s+/g, " ").slice(0, 300) : String(error);
        failures.push(`round ${round}: ${reason}\n${sent.body.toString("utf8").slice(0, 1_500)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect([...new Set(faults.splice(0))].slice(0, 5)).toEqual([]);
  expect(failures.slice(0, 3)).toEqual([]);
  return statuses;
}

async function forget(): Promise<void> {
  await sluice.ledger.flush();
  sluice.store.attempts.clear();
  sluice.store.requests.clear();
}

describe(`${ROUNDS} damaged bodies at every address end as an answer or an error in the client's dialect`, () => {
  it.each(SEEDS.map((seed) => [seed.path, seed] as const))(
    "%s",
    async (_path, { path, dialect, bodies, type: served }) => {
      type = served;
      const models = modelsOf(served);
      const beforeBytes = usedBytes();
      const statuses = await run((round) => {
        const random = new SeededRandom(round + 1);
        const model = random.pick(models);
        // Most keep a model that exists, so that the damage meets the translations too.
        const damaged = random.chance(0.1)
          ? mutateJson({ model, ...random.pick(bodies) }, random)
          : mutateJson(random.pick(bodies), random).replace(/^\{/, `{"model":${JSON.stringify(model)},`);
        const bytes = Buffer.from(damaged);
        return {
          path,
          dialect,
          contentType: "application/json",
          body: random.chance(0.05) ? flipBytes(bytes, random) : bytes,
        };
      });
      expect(statuses.get(200) ?? 0).toBeGreaterThan(ROUNDS / 50);
      expect(statuses.get(400) ?? 0).toBeGreaterThan(ROUNDS / 50);
      await forget();
      expect(usedBytes() - beforeBytes).toBeLessThan(MAX_GROWTH_BYTES);
    },
    120_000,
  );

  it(TRANSCRIPTION_PATH, async () => {
    type = "speech_to_text";
    const models = modelsOf(type);
    const statuses = await run((round) => {
      const random = new SeededRandom(round + 1);
      return { path: TRANSCRIPTION_PATH, dialect: "openai", ...damagedForm(random.pick(models), random) };
    });
    expect(statuses.get(200) ?? 0).toBeGreaterThan(ROUNDS / 50);
    expect(statuses.get(400) ?? 0).toBeGreaterThan(ROUNDS / 50);
    await forget();
  }, 60_000);
});

const ODD_VALUES = [
  "",
  "\u0000",
  "NaN",
  "-1",
  "1e999",
  "null",
  "[]",
  "é\ud800",
  "x".repeat(100_000),
  "true",
  "__proto__",
];
const ODD_NAMES = ["__proto__", "constructor", "file", "model", "language[]", "", "a\u0000b"];

function damagedForm(model: string, random: SeededRandom): { contentType: string; body: Buffer } {
  const fields: [string, string][] = [
    ["model", model],
    ...TRANSCRIPTION_FIELDS.map(([name, value]): [string, string] => [name, value]),
  ];
  const times = random.below(4);
  for (let time = 0; time < times; time++) {
    const field = random.pick(fields);
    const kind = random.below(3);
    if (kind === 0) field[1] = random.pick(ODD_VALUES);
    else if (kind === 1) fields.push([random.pick(ODD_NAMES), random.pick(ODD_VALUES)]);
    else fields.splice(fields.indexOf(field), fields.length > 1 ? 1 : 0);
  }
  const parts = fields.map(
    ([name, value]) => `--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--edge\r\ncontent-disposition: form-data; name="file"; filename="${random.pick(["a.mp3", "", "../a\u0000.exe", "a".repeat(5_000)])}"\r\ncontent-type: audio/mpeg\r\n\r\nID3-like bytes\r\n`;
  if (random.chance(0.95)) parts.splice(random.below(parts.length + 1), 0, file);
  const body = Buffer.from(`${parts.join("")}--edge--\r\n`);
  return {
    contentType: random.chance(0.95)
      ? "multipart/form-data; boundary=edge"
      : random.pick([
          "multipart/form-data",
          "multipart/form-data; boundary=other",
          "application/json",
          "multipart/form-data; boundary=",
        ]),
    body: random.chance(0.1)
      ? flipBytes(body, random)
      : random.chance(0.1)
        ? body.subarray(0, random.below(body.length))
        : body,
  };
}
