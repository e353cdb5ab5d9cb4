import type { LedgerStore } from "./ledger-store";
import type { AttemptIntent, AttemptRecord, RequestOpening, RequestRecord } from "./records";

/** Records for tests, complete and plain; what a test is about it overrides. */
export function openingOf(requestId: string, overrides: Partial<RequestOpening> = {}): RequestOpening {
  return {
    requestId,
    tenantId: "tenant-1",
    apiKeyId: "key-1",
    userId: null,
    source: "api",
    modelType: "llm",
    modelRequested: "gpt-4o-mini",
    taskType: null,
    isStream: true,
    processorId: null,
    runId: null,
    templateId: null,
    profile: null,
    requestedAtMs: 1_000,
    ...overrides,
  };
}

export function intentOf(attemptId: string, requestId: string, overrides: Partial<AttemptIntent> = {}): AttemptIntent {
  return {
    attemptId,
    requestId,
    tenantId: "tenant-1",
    sequence: 1,
    apiKeyId: "key-1",
    userId: null,
    processorId: null,
    taskType: null,
    providerConfigId: "config-1",
    provider: "openai",
    model: "gpt-4o-mini",
    modelType: "llm",
    startedAtMs: 1_000,
    price: { units: { inputTokens: "150000", outputTokens: "600000" }, source: "test" },
    estimate: { inputTokens: 100, outputTokens: 50 },
    ...overrides,
  };
}

/** 10 tokens in, 5 out at 0.15 and 0.60 per million: 1,500 + 3,000 nano-USD. */
export function settlementOf(intent: AttemptIntent, overrides: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    ...intent,
    status: "success",
    errorCode: null,
    errorMessage: null,
    upstreamStatus: 200,
    counts: { inputTokens: 10, outputTokens: 5 },
    isUsageEstimated: false,
    isPriced: true,
    inputCostNanoUsd: "1500",
    outputCostNanoUsd: "3000",
    costNanoUsd: "4500",
    providerCostNanoUsd: null,
    completedAtMs: 2_000,
    timeToFirstTokenMs: 12,
    ...overrides,
  };
}

export function finishOf(
  opening: RequestOpening,
  attempts: readonly AttemptRecord[],
  overrides: Partial<RequestRecord> = {},
): RequestRecord {
  const last = attempts.at(-1);
  return {
    ...opening,
    status: "success",
    errorCode: null,
    errorMessage: null,
    provider: last?.provider ?? null,
    providerConfigId: last?.providerConfigId ?? null,
    modelServed: last?.model ?? null,
    attemptCount: attempts.length,
    counts: last?.counts ?? {},
    isUsageEstimated: false,
    isPriced: true,
    inputCostNanoUsd: "1500",
    outputCostNanoUsd: "3000",
    costNanoUsd: "4500",
    cacheHit: false,
    savedNanoUsd: "0",
    warnings: [],
    route: { strategy: "balanced" },
    completedAtMs: 2_000,
    timeToFirstTokenMs: 12,
    ...overrides,
  };
}

export interface MemoryStore extends LedgerStore {
  attempts: Map<string, AttemptRecord>;
  requests: Map<string, RequestRecord>;
  /** Rows offered for an id that was there already. */
  repeats: number;
  /** Set to make every write, or those the function picks, fail. */
  refuse: boolean | ((batch: { attempts: AttemptRecord[]; requests: RequestRecord[] }) => boolean);
}

/** A store that keeps the port's promise: one transaction, the first row of an id stays. */
export function createMemoryStore(): MemoryStore {
  const store: MemoryStore = {
    attempts: new Map(),
    requests: new Map(),
    repeats: 0,
    refuse: false,
    async write(batch) {
      const attempts: AttemptRecord[] = JSON.parse(batch.attempts.toString("utf8"));
      const requests: RequestRecord[] = JSON.parse(batch.requests.toString("utf8"));
      if (typeof store.refuse === "function" ? store.refuse({ attempts, requests }) : store.refuse)
        throw new Error("the database is away");
      for (const attempt of attempts) {
        if (store.attempts.has(attempt.attemptId)) store.repeats += 1;
        else store.attempts.set(attempt.attemptId, attempt);
      }
      for (const request of requests) {
        if (store.requests.has(request.requestId)) store.repeats += 1;
        else store.requests.set(request.requestId, request);
      }
    },
  };
  return store;
}
