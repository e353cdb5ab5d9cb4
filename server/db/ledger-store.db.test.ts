import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toBatch } from "@/server/gateway/ledger/ledger-row";
import type { AttemptRecord, RequestRecord } from "@/server/gateway/ledger/records";
import { totalInputTokens, totalOutputTokens, USAGE_UNITS, type UsageCounts } from "@/server/gateway/spec/usage";
import { createTestDatabase } from "@/test/database";
import { createDatabase, type Database } from "./client";
import { createLedgerStore } from "./ledger-store";

let server: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
});

afterAll(async () => {
  await database.close();
  await server.drop();
});

const attemptOf = (over: Partial<AttemptRecord> = {}): AttemptRecord => ({
  attemptId: randomUUID(),
  requestId: randomUUID(),
  tenantId: randomUUID(),
  sequence: 1,
  apiKeyId: null,
  userId: null,
  processorId: null,
  taskType: null,
  providerConfigId: randomUUID(),
  provider: "openai",
  model: "gpt-4o-mini",
  modelType: "llm",
  startedAtMs: 1_790_000_000_000,
  price: { units: { inputTokens: "150000" }, source: "catalog" },
  estimate: {},
  status: "success",
  errorCode: null,
  errorMessage: null,
  upstreamStatus: 200,
  counts: { inputTokens: 21, outputTokens: 9 },
  isUsageEstimated: false,
  isPriced: true,
  inputCostNanoUsd: "3150",
  outputCostNanoUsd: "5400",
  costNanoUsd: "8550",
  providerCostNanoUsd: "9007199254740993",
  completedAtMs: 1_790_000_000_250,
  timeToFirstTokenMs: 12,
  ...over,
});

const requestOf = (attempt: AttemptRecord): RequestRecord => ({
  ...attempt,
  source: "api",
  modelRequested: "auto",
  isStream: true,
  runId: null,
  templateId: null,
  profile: null,
  cacheHit: false,
  savedNanoUsd: "0",
  requestedAtMs: attempt.startedAtMs,
  modelServed: attempt.model,
  attemptCount: 1,
  warnings: ['a "quoted" warning', "换行\n与 NUL-frei"],
  route: { tier: "request", candidates: [{ model: "gpt-4o-mini", reason: null }] },
});

it("writes what the ledger settled, to the digit and the millisecond", async () => {
  const attempt = attemptOf();
  await createLedgerStore(database).write(toBatch({ attempts: [attempt], requests: [requestOf(attempt)] }));
  const row = await database.asSystem.llmAttempt.findUniqueOrThrow({ where: { id: attempt.attemptId } });
  expect(row).toMatchObject({
    costNanoUsd: 8550n,
    // Past what a JavaScript number holds.
    providerCostNanoUsd: 9007199254740993n,
    usage: { inputTokens: 21, outputTokens: 9 },
    latencyMs: 250,
    startedAt: new Date(attempt.startedAtMs),
  });
  const request = await database.asSystem.llmRequest.findUniqueOrThrow({ where: { id: attempt.requestId } });
  expect(request).toMatchObject({
    totalTokens: 30,
    warnings: ['a "quoted" warning', "换行\n与 NUL-frei"],
    route: { tier: "request", candidates: [{ model: "gpt-4o-mini", reason: null }] },
    cacheHit: false,
  });
});

it("adds up the tokens of every unit as the gateway does", async () => {
  // Powers of two, so that each unit shows in the sum.
  const counts: UsageCounts = Object.fromEntries(USAGE_UNITS.map((unit, index) => [unit, 2 ** index]));
  const attempt = attemptOf({ counts });
  await createLedgerStore(database).write(toBatch({ attempts: [attempt], requests: [requestOf(attempt)] }));
  const row = await database.asSystem.llmRequest.findUniqueOrThrow({ where: { id: attempt.requestId } });
  const [promptTokens, completionTokens] = [totalInputTokens(counts), totalOutputTokens(counts)];
  expect(row).toMatchObject({ promptTokens, completionTokens, totalTokens: promptTokens + completionTokens });
});

it("leaves a row that is there as it is", async () => {
  const attempt = attemptOf();
  const store = createLedgerStore(database);
  await store.write(toBatch({ attempts: [attempt], requests: [] }));
  await store.write(toBatch({ attempts: [{ ...attempt, status: "interrupted", costNanoUsd: "1" }], requests: [] }));
  const row = await database.asSystem.llmAttempt.findUniqueOrThrow({ where: { id: attempt.attemptId } });
  expect(row).toMatchObject({ status: "success", costNanoUsd: 8550n });
});

it("keeps a row whose text no database can hold, with the odd characters replaced", async () => {
  const attempt = attemptOf({ model: "a\0b\ud800c", errorMessage: "literal \\u0000 stays" });
  await createLedgerStore(database).write(toBatch({ attempts: [attempt], requests: [requestOf(attempt)] }));
  const row = await database.asSystem.llmAttempt.findUniqueOrThrow({ where: { id: attempt.attemptId } });
  expect(row).toMatchObject({ model: "a\ufffdb\ufffdc", errorMessage: "literal \\u0000 stays" });
});

it("writes nothing of a batch of which one row can't be", async () => {
  const good = attemptOf();
  const bad = attemptOf({ costNanoUsd: "-1" });
  await expect(
    createLedgerStore(database).write(toBatch({ attempts: [good, bad], requests: [requestOf(good)] })),
  ).rejects.toThrow();
  expect(await database.asSystem.llmAttempt.count({ where: { id: good.attemptId } })).toBe(0);
  expect(await database.asSystem.llmRequest.count({ where: { id: good.requestId } })).toBe(0);
});

it("takes in 5,000 requests with their attempts in seconds", async () => {
  const attempts = Array.from({ length: 5_000 }, () => attemptOf());
  const store = createLedgerStore(database);
  const startedAt = performance.now();
  for (let at = 0; at < attempts.length; at += 500) {
    const batch = attempts.slice(at, at + 500);
    await store.write(toBatch({ attempts: batch, requests: batch.map(requestOf) }));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${Math.round(attempts.length / seconds)} requests a second`);
  expect(seconds).toBeLessThan(10);
});
