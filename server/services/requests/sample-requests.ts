import type { AttemptRecord, RequestRecord } from "@/server/gateway";

export interface SampleOptions {
  tenantId: string;
  count: number;
  /** The same seed makes the same requests. */
  seed: number;
  /** The samples spread over the days before this instant, epoch milliseconds. */
  untilMs: number;
  days: number;
  providerConfigId?: string;
  apiKeyIds?: readonly (string | null)[];
}

export interface Sample {
  request: RequestRecord;
  attempt: AttemptRecord;
}

/** Model, provider, price in pico-USD per input and output token. */
const MODELS = [
  ["gpt-4o-mini", "openai", 150_000, 600_000],
  ["gpt-4o", "openai", 2_500_000, 10_000_000],
  ["claude-sonnet-4-5", "anthropic", 3_000_000, 15_000_000],
  ["claude-haiku-4-5", "anthropic", 1_000_000, 5_000_000],
  ["deepseek/deepseek-chat", "openrouter", 270_000, 1_100_000],
  ["local-llama", "openai-compatible", 0, 0],
] as const;
const TASKS = ["code_analysis", "refactoring", "test_generation", "documentation", null] as const;
const ERRORS = ["provider_rate_limited", "provider_unavailable", "provider_bad_response"] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Made-up requests with one attempt each, oldest first; deterministic, and priced as the ledger would. */
export function* sampleRequests(options: SampleOptions): Generator<Sample> {
  const random = generator(options.seed);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[], fallback: T): T =>
    from[Math.floor(random() * from.length)] ?? fallback;
  const configId = options.providerConfigId ?? makeId(random, 0);
  const keys = options.apiKeyIds ?? [null];
  for (let index = 0; index < options.count; index++) {
    const requestedAtMs = Math.floor(options.untilMs - options.days * DAY_MS * (1 - index / options.count));
    const [model, provider, inputPico, outputPico] = pick(MODELS, MODELS[0]);
    const roll = random();
    const status = roll < 0.95 ? "success" : roll < 0.98 ? "error" : roll < 0.99 ? "timeout" : "aborted";
    const counts = {
      inputTokens: 50 + Math.floor(random() * 4_000),
      outputTokens: status === "success" ? 1 + Math.floor(random() * 1_500) : 0,
    };
    const isPriced = random() > 0.02;
    const inputCost = isPriced ? toNano(counts.inputTokens * inputPico) : 0;
    const cost = isPriced ? toNano(counts.inputTokens * inputPico + counts.outputTokens * outputPico) : 0;
    const latencyMs = 200 + Math.floor(random() ** 3 * 8_000);
    const requestId = makeId(random, requestedAtMs);
    const error = status === "error" || status === "timeout" ? pick(ERRORS, ERRORS[0]) : null;
    const apiKeyId = pick(keys, null);
    const taskType = pick(TASKS, null);
    const errorCode = status === "timeout" ? "provider_timeout" : error;
    const errorMessage = error ? "The provider could not serve the request." : null;
    const completedAtMs = requestedAtMs + latencyMs;
    const timeToFirstTokenMs = status === "success" ? Math.floor(latencyMs / 3) : null;
    const inputCostNanoUsd = String(inputCost);
    const outputCostNanoUsd = String(cost - inputCost);
    const costNanoUsd = String(cost);
    const isUsageEstimated = status === "aborted";
    // Field by field: spreading this many took most of the time of ten million samples.
    const request: RequestRecord = {
      requestId,
      tenantId: options.tenantId,
      apiKeyId,
      userId: null,
      processorId: null,
      taskType,
      modelType: "llm",
      status,
      errorCode,
      errorMessage,
      counts,
      isUsageEstimated,
      isPriced,
      inputCostNanoUsd,
      outputCostNanoUsd,
      costNanoUsd,
      completedAtMs,
      timeToFirstTokenMs,
      source: "api",
      modelRequested: model,
      isStream: random() < 0.5,
      runId: null,
      templateId: null,
      profile: null,
      cacheHit: false,
      savedNanoUsd: "0",
      requestedAtMs,
      provider,
      providerConfigId: configId,
      modelServed: model,
      attemptCount: 1,
      warnings: [],
      route: {},
    };
    const attempt: AttemptRecord = {
      attemptId: makeId(random, requestedAtMs),
      requestId,
      tenantId: options.tenantId,
      sequence: 1,
      apiKeyId,
      userId: null,
      processorId: null,
      taskType,
      providerConfigId: configId,
      provider,
      model,
      modelType: "llm",
      startedAtMs: requestedAtMs,
      price: isPriced
        ? { units: { inputTokens: String(inputPico), outputTokens: String(outputPico) }, source: "sample" }
        : null,
      estimate: counts,
      status,
      errorCode,
      errorMessage,
      upstreamStatus: error ? 503 : 200,
      counts,
      isUsageEstimated,
      isPriced,
      inputCostNanoUsd,
      outputCostNanoUsd,
      costNanoUsd,
      providerCostNanoUsd: null,
      completedAtMs,
      timeToFirstTokenMs,
    };
    yield { request, attempt };
  }
}

/** Pico-USD in nano-USD, rounded up; exact, for sample amounts stay far below 2^53. */
function toNano(pico: number): number {
  return Math.ceil(pico / 1000);
}

/** Mulberry32, a small public-domain generator by Tommy Ettinger: numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A UUID of version 7, as the gateway makes them, of the sample's own time. */
function makeId(random: () => number, atMs: number): string {
  const time = atMs.toString(16).padStart(12, "0");
  const word = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  const [a, b, c] = [word(), word(), word()];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(1, 4)}-8${b.slice(1, 4)}-${a.slice(4)}${c}`;
}
