/** What the hot path's parts take by themselves, in this process: prints times as JSON. Run by bench/run.mjs; by hand: `npx tsx bench/micro.mts`. */
import {
  deriveApiKeyPepper,
  hashApiKeySecret,
  mintApiKey,
  parseApiKey,
  verifyApiKeySecret,
} from "@/server/auth/api-keys";
import type { ApiKeyEntry, ConfigStore } from "@/server/gateway/config/config-store";
import { createConfigSnapshot } from "@/server/gateway/config/create-config-snapshot";
import { indexTenant } from "@/server/gateway/config/tenant-snapshot";
import { priceUsage } from "@/server/gateway/ledger/price-usage";
import { aimCall, ownConfig } from "@/server/gateway/routing/aim-call";
import { NO_NEEDS } from "@/server/gateway/routing/call-needs";
import { resolveModel } from "@/server/gateway/routing/resolve-model";
import { PLAIN_CALL, type RouteCall } from "@/server/gateway/routing/route-call";
import type { Price } from "@/server/gateway/spec/price";
import { Secret } from "@/server/gateway/spec/secret";
import { SseDecoder } from "@/server/gateway/streaming/sse-decoder";
import { configEntryOf, modelEntryOf, tenantConfigOf } from "@/server/gateway/testing/config-fixtures";

const CONFIGS = 50;
const MODELS = 1_000;
const TIMES = 100_000;
const WARM_UP = 20_000;
const SSE_EVENTS = 200_000;
const PIECE_BYTES = 64 * 1024;

const price: Price = { units: { inputTokens: 150_000n, outputTokens: 600_000n }, source: "bench" };
const pepper = deriveApiKeyPepper(new Secret("a secret of the bench, known to all"));
const key = mintApiKey();

const configs = Array.from({ length: CONFIGS }, (_, n) =>
  configEntryOf(`config-${n}`, { name: `config ${n}`, isDefault: n === 0, priority: n }),
);
const prices = Array.from(
  { length: 40 },
  (_, n): Price => ({
    units: { inputTokens: BigInt(n) * 250_000n, outputTokens: BigInt(n) * 1_000_000n },
    source: "bench",
  }),
);
const model = (modelId: string, config: number, n = 0) =>
  modelEntryOf(`config-${config}`, modelId, {
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    bestFor: n % 3 === 0 ? ["chat", "code"] : ["chat"],
    avgLatencyMs: 200 + ((n * 37) % 1_500),
    price: prices[n % prices.length] ?? null,
  });
const apiKey: ApiKeyEntry = {
  id: "key",
  publicId: key.publicId,
  secretHmac: hashApiKeySecret(pepper, key.secret),
  tenantId: "tenant",
  name: "bench",
  role: "developer",
  expiresAtMs: null,
};
const tenantConfig = tenantConfigOf({
  tenantId: "tenant",
  configs,
  // One model that every config offers, the widest choice there can be; the others belong to one each.
  models: [
    ...configs.map((_, n) => model("everywhere", n)),
    ...Array.from({ length: MODELS - CONFIGS }, (_, n) => model(`model-${n}`, n % CONFIGS, n)),
  ],
  defaults: [{ modelType: "llm", provider: "openai-compatible", modelId: "model-7", providerConfigId: "config-7" }],
  apiKeys: [apiKey],
});
const store: ConfigStore = {
  loadAll: async () => [tenantConfig],
  loadTenant: async () => tenantConfig,
  loadOperator: async () => ({ globals: [] }),
  watch: async () => ({ close: async () => undefined }),
};
const snapshot = await createConfigSnapshot({ store, log: () => undefined });
const presented = key.key.reveal();

/** From the key a client sends to the model that its tenant's default means. */
function resolve(): number {
  const parsed = parseApiKey(presented);
  const known = parsed && snapshot.apiKey(parsed.publicId);
  if (!parsed || !known || !verifyApiKeySecret(pepper, parsed.secret, known.secretHmac))
    throw new Error("The key is not known.");
  return route(known.tenantId, "auto");
}

function route(tenantId: string, requested: string, call?: RouteCall): number {
  const tenant = snapshot.tenant(tenantId);
  if (!tenant) throw new Error("The tenant is not there.");
  return resolveModel(tenant, "llm", requested, call).candidates.length;
}

/** A task to be routed among all 1,000 models: each is filtered, scored and ordered, and the decision is written down. */
const byTask: RouteCall = {
  ...PLAIN_CALL,
  needs: {
    ...NO_NEEDS,
    inputTokens: 2_000,
    inputTokensAtLeast: 500,
    features: ["tools", "streaming"],
    taskType: "code",
  },
  routesByTask: true,
};

const counts = { inputTokens: 1200, cacheReadTokens: 300, outputTokens: 800, reasoningTokens: 50 };
/** As a call meets it right after a change: the tenant's 1,000 models indexed anew, and the first look at them. */
function resolveCold(): number {
  const tenant = indexTenant(tenantConfig);
  const call = { ...byTask, routesByTask: false };
  const { target } = aimCall(ownConfig(tenant), { type: "llm", model: "auto", apiKey, call });
  return target.candidates.length;
}

const figures = {
  resolution: time(resolve),
  resolutionCold: time(resolveCold, 500, 50),
  routing: time(() => route("tenant", "auto", byTask)),
  routingOfOneModel: time(() => route("tenant", "everywhere")),
  keyCheck: time(() => {
    const parsed = parseApiKey(presented);
    const known = parsed && snapshot.apiKey(parsed.publicId);
    return Number(parsed && known && verifyApiKeySecret(pepper, parsed.secret, known.secretHmac));
  }),
  priceUsage: time(() => Number(priceUsage(counts, price).costNanoUsd)),
  sse: decodeStream(),
};
await snapshot.close();
console.log(JSON.stringify(figures));

/** Milliseconds of one call; each is timed by itself, so the clock's own fraction of a microsecond is in it. */
function time(run: () => number, count = TIMES, warmUp = WARM_UP): { p50Ms: number; p99Ms: number } {
  let sum = 0;
  for (let n = 0; n < warmUp; n += 1) sum += run();
  const times = new Float64Array(count);
  for (let n = 0; n < count; n += 1) {
    const startedAtMs = performance.now();
    sum += run();
    times[n] = performance.now() - startedAtMs;
  }
  if (!(sum > 0)) throw new Error("Nothing was measured.");
  times.sort();
  return { p50Ms: times[count >> 1] ?? Number.NaN, p99Ms: times[Math.floor(count * 0.99)] ?? Number.NaN };
}

function decodeStream(): { eventsPerSecond: number; megabytesPerSecond: number } {
  const delta = {
    id: "chatcmpl-bench",
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { content: "word " } }],
  };
  const stream = Buffer.from(`data: ${JSON.stringify(delta)}\n\n`.repeat(SSE_EVENTS));
  const startedAtMs = performance.now();
  const decoder = new SseDecoder();
  let events = 0;
  for (let at = 0; at < stream.length; at += PIECE_BYTES)
    events += decoder.push(stream.subarray(at, at + PIECE_BYTES)).length;
  const seconds = (performance.now() - startedAtMs) / 1000;
  if (events !== SSE_EVENTS) throw new Error(`The decoder found ${events} of ${SSE_EVENTS} events.`);
  return { eventsPerSecond: events / seconds, megabytesPerSecond: stream.length / 1e6 / seconds };
}
