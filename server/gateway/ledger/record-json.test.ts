import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { USAGE_UNITS, type UsageCounts } from "@/server/gateway/spec/usage";
import { writeFrame } from "./journal-frame";
import { finishOf, intentOf, openingOf, settlementOf } from "./ledger-fixtures";
import { attemptRow, payloadOfRow, requestRow, rowOfPayload } from "./ledger-row";
import { attemptJson, requestJson, writeIntent } from "./record-json";
import {
  type AttemptIntent,
  type AttemptRecord,
  attemptRecord,
  journalRecord,
  type RequestOpening,
  type RequestRecord,
  requestRecord,
} from "./records";
import { replayJournal } from "./replay-journal";

const ROUNDS = 1_000;
const TEXTS = [
  "",
  "plain",
  'quo"te',
  "back\\slash",
  "\u0000\u0001\u001f\b\f\n\r\t",
  "\u007f\u0080\u00ff",
  "\u2028\u2029",
  "名前 über",
  "🎈 and \ud83d alone, \ude00 alone",
  '","status":"success","x":"',
  "a/b",
  "x".repeat(5_000),
];
const NUMBERS = [0, 1, 12, 2 ** 31, Number.MAX_SAFE_INTEGER, 1_795_759_448_296];
const TIMES = [0, 1, 999, 1_000, 1_001, 1.5, 1_795_759_448_006, 1_795_759_448_296.25, 1_795_759_449_999, 2 ** 53];
const PRICES = [
  { units: { inputTokens: "150000" }, source: "a" },
  { units: { inputTokens: "1", outputTokens: "2" }, source: 'b"', isEstimate: true },
];
const NANO_USD = ["0", "6600", "9007199254740993", "999999999999999999"];

let state = 7;
/** mulberry32: a failure comes again. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
function pick<T>(values: readonly [T, ...T[]] | readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
}
const text = () => pick(TEXTS);
const textOrNull = () => (random() < 0.5 ? null : text());
const number = () => pick(NUMBERS);
const time = () => pick(TIMES);
const numberOrNull = () => (random() < 0.5 ? null : number());
const flag = () => random() < 0.5;
const counts = (): UsageCounts =>
  Object.fromEntries(USAGE_UNITS.filter(() => random() < 0.3).map((unit) => [unit, number()]));

function anyOpening(): RequestOpening {
  return {
    requestId: text(),
    tenantId: text(),
    apiKeyId: textOrNull(),
    userId: textOrNull(),
    source: pick(["api", "rest", "trpc", "playground"]),
    modelType: pick(["llm", "text_embedding"]),
    modelRequested: text(),
    taskType: textOrNull(),
    isStream: flag(),
    processorId: textOrNull(),
    runId: textOrNull(),
    templateId: textOrNull(),
    profile: textOrNull(),
    requestedAtMs: time(),
  };
}

function anyIntent(): AttemptIntent {
  const hold = { budgetId: text(), windowStartMs: 1, windowEndMs: 2, leaseId: textOrNull(), amountNanoUsd: "5" };
  return {
    attemptId: text(),
    requestId: text(),
    tenantId: text(),
    sequence: number() || 1,
    apiKeyId: textOrNull(),
    userId: textOrNull(),
    processorId: textOrNull(),
    taskType: textOrNull(),
    providerConfigId: text(),
    provider: text(),
    model: text(),
    modelType: "llm",
    startedAtMs: time(),
    price: flag() ? null : pick(PRICES),
    estimate: counts(),
    ...(flag() ? { serviceTier: pick(["flex", "priority"] as const) } : {}),
    ...(flag() ? { holds: [hold] } : {}),
    ...(flag() ? { drillId: text() } : {}),
  };
}

const anyEnd = () => ({
  status: pick(["success", "error", "timeout", "aborted", "interrupted"] as const),
  errorCode: textOrNull(),
  errorMessage: textOrNull(),
  counts: counts(),
  isUsageEstimated: flag(),
  isPriced: flag(),
  inputCostNanoUsd: pick(NANO_USD),
  outputCostNanoUsd: pick(NANO_USD),
  costNanoUsd: pick(NANO_USD),
  completedAtMs: time(),
  timeToFirstTokenMs: numberOrNull(),
});

const anyAttempt = (intent: AttemptIntent): AttemptRecord => ({
  ...intent,
  ...anyEnd(),
  upstreamStatus: numberOrNull(),
  providerCostNanoUsd: flag() ? null : pick(NANO_USD),
});

const anyRequest = (opening: RequestOpening): RequestRecord => ({
  ...opening,
  ...anyEnd(),
  provider: textOrNull(),
  providerConfigId: textOrNull(),
  modelServed: textOrNull(),
  attemptCount: number(),
  cacheHit: flag(),
  savedNanoUsd: pick(NANO_USD),
  warnings: flag() ? [] : [text(), text()],
  route: flag() ? {} : { candidates: [{ model: text(), reason: textOrNull() }], [text()]: text(), draw: random() },
});

describe("what the journal and the store read of a record", () => {
  it(`is what it says, whatever its texts and numbers are, in ${ROUNDS} rounds`, () => {
    for (let round = 0; round < ROUNDS; round++) {
      const opening = anyOpening();
      const intent = anyIntent();
      const attempt = anyAttempt(intent);
      const request = anyRequest(opening);
      const written = writeIntent(opening, intent);
      expect(journalRecord.parse(JSON.parse(written.payload))).toEqual({
        kind: "intent",
        request: opening,
        attempt: intent,
      });
      expect(attemptRecord.parse(JSON.parse(attemptJson(attempt)))).toEqual(attempt);
      expect(requestRecord.parse(JSON.parse(requestJson(request)))).toEqual(request);
      expect(attemptJson(attempt, written.intent)).toBe(attemptJson(attempt));
      expect(requestJson(request, written.opening, JSON.stringify(request.route))).toBe(requestJson(request));
      for (const row of [attemptRow(attempt), requestRow(request)]) {
        const payload = payloadOfRow(row);
        expect(JSON.parse(payload)).toEqual({
          kind: row.kind,
          [row.kind === "settled" ? "attempt" : "request"]: JSON.parse(row.json),
        });
        expect(rowOfPayload(row.kind, payload)).toEqual(row);
      }
    }
  });

  it("has every field of the contract, and leaves out only what the contract fills in", () => {
    const seen = { attempt: new Set<string>(), request: new Set<string>() };
    const always = {
      attempt: new Set(Object.keys(attemptRecord.shape)),
      request: new Set(Object.keys(requestRecord.shape)),
    };
    const note = (kind: "attempt" | "request", json: string) => {
      const keys = new Set(Object.keys(JSON.parse(json)));
      for (const key of keys) seen[kind].add(key);
      for (const key of always[kind]) if (!keys.has(key)) always[kind].delete(key);
    };
    for (let round = 0; round < ROUNDS; round++) {
      note("attempt", attemptJson(anyAttempt(anyIntent())));
      note("request", requestJson(anyRequest(anyOpening())));
    }
    for (const [kind, { shape }] of [["attempt", attemptRecord] as const, ["request", requestRecord] as const]) {
      expect([...seen[kind]].sort()).toEqual(Object.keys(shape).sort());
      const required = Object.entries(shape).filter(([, field]) => !field.safeParse(undefined).success);
      expect(required.map(([key]) => key).filter((key) => !always[kind].has(key))).toEqual([]);
    }
  });

  it("is the same of a journal whose records were written out in full, as versions before did", async () => {
    const opening = openingOf("r");
    const intent = intentOf("a", "r");
    const settled = settlementOf(intent);
    const open = { request: openingOf("left"), attempt: intentOf("left open", "left") };
    const lines = [
      { kind: "intent", request: opening, attempt: intent },
      { kind: "intent", ...open },
      { kind: "settled", attempt: settled },
      { kind: "finished", request: finishOf(opening, [settled]) },
    ].map((line) => JSON.stringify(line));
    const directory = mkdtempSync(join(tmpdir(), "sluice-replay-"));
    try {
      const bytes = Buffer.alloc(16 * 1024);
      let end = 0;
      for (const line of lines) end = writeFrame(bytes, end, line);
      writeFileSync(join(directory, "0000000001.seg"), bytes.subarray(0, end));
      const counters = { records: 0, corrupt: 0 };
      const rows = [];
      for await (const row of replayJournal(directory, counters)) rows.push(row);
      expect(counters).toEqual({ records: 4, corrupt: 0 });
      expect(rows.slice(0, 2)).toEqual([attemptRow(settled), requestRow(finishOf(opening, [settled]))]);
      expect(rows.slice(2).map(({ json }) => JSON.parse(json))).toMatchObject([
        { attemptId: "left open", status: "interrupted" },
        { requestId: "left", status: "interrupted", attemptCount: 1 },
      ]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
