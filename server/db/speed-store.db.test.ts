import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { intentOf, openingOf, settlementOf } from "@/server/gateway/ledger/ledger-fixtures";
import { toBatch } from "@/server/gateway/ledger/ledger-row";
import { createSpeedMeter } from "@/server/gateway/routing/create-speed-meter";
import { seedSpeed } from "@/server/gateway/routing/seed-speed";
import { createTestDatabase } from "@/test/database";
import { createDatabase, type Database } from "./client";
import { createLedgerStore } from "./ledger-store";
import { createSpeedStore } from "./speed-store";

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let tenantId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  const tenant = await database.asSystem.tenant.create({ data: { name: "Speed", slug: "speed" } });
  tenantId = tenant.id;
}, 60_000);
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const NOW = new Date("2026-11-26T12:00:00Z");
const HOUR_MS = 3_600_000;

async function attempt(
  providerConfigId: string,
  over: {
    hoursAgo: number;
    wholeMs: number;
    firstMs: number | null;
    tokens: number;
    type?: "llm" | "text_embedding";
    failed?: boolean;
  },
): Promise<void> {
  const startedAtMs = NOW.getTime() - over.hoursAgo * HOUR_MS;
  const opening = openingOf(randomUUID(), { tenantId, apiKeyId: null, requestedAtMs: startedAtMs });
  const intent = intentOf(randomUUID(), opening.requestId, {
    tenantId,
    apiKeyId: null,
    providerConfigId,
    model: "model",
    modelType: over.type ?? "llm",
    startedAtMs,
  });
  const settled = settlementOf(intent, {
    startedAtMs,
    completedAtMs: startedAtMs + over.wholeMs,
    timeToFirstTokenMs: over.firstMs,
    counts: { inputTokens: 1, outputTokens: over.tokens },
    ...(over.failed ? { status: "error", errorCode: "provider_timeout" } : {}),
  });
  await createLedgerStore(database).write(toBatch({ attempts: [settled] }));
}

it("a restart takes up the speeds that the last day's successful attempts tell, and keeps what it measured itself", async () => {
  const [chat, embedding, old, measured] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await attempt(chat, { hoursAgo: 1, wholeMs: 1_200, firstMs: 200, tokens: 100 });
  await attempt(chat, { hoursAgo: 2, wholeMs: 2_400, firstMs: 400, tokens: 100 });
  await attempt(chat, { hoursAgo: 3, wholeMs: 60_000, firstMs: 50_000, tokens: 100, failed: true });
  await attempt(chat, { hoursAgo: 3, wholeMs: 900, firstMs: null, tokens: 4 });
  await attempt(embedding, { hoursAgo: 1, wholeMs: 80, firstMs: null, tokens: 0, type: "text_embedding" });
  await attempt(old, { hoursAgo: 25, wholeMs: 900, firstMs: 300, tokens: 100 });
  await attempt(measured, { hoursAgo: 1, wholeMs: 900, firstMs: 300, tokens: 100 });
  const meter = createSpeedMeter();
  meter.add({
    providerConfigId: measured,
    model: "model",
    modelType: "llm",
    startedAtMs: 0,
    completedAtMs: 1_050,
    timeToFirstTokenMs: 50,
    counts: { outputTokens: 50 },
  });
  await seedSpeed(meter, createSpeedStore(database), NOW);
  // (100 tokens / 1 s + 100 tokens / 2 s) / 2.
  expect(meter.of(chat, "model")).toMatchObject({ latencyMs: 300, tokensPerSecond: 75 });
  expect(meter.of(embedding, "model")).toMatchObject({ latencyMs: 80, tokensPerSecond: null });
  expect(meter.of(old, "model")).toBeUndefined();
  expect(meter.of(measured, "model")).toMatchObject({ latencyMs: 50, tokensPerSecond: 50 });
});
