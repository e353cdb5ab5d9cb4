import type { Vault } from "@/server/gateway/secrets/vault";
import { AnswerMemory, type RememberedAnswer } from "./answer-memory";
import { answerKeyOf, type CacheSubject } from "./cache-key";
import { cachePlace } from "./cache-place";
import type { CacheStore, StoredAnswer } from "./cache-store";
import type { CacheUse } from "./cache-use";
import { type CachedAnswer, cachedAnswer } from "./cached-answer";
import { SemanticIndex } from "./semantic-index";

const WRITE_EVERY_MS = 500;
const REMOVE_EXPIRED_EVERY_MS = 10 * 60_000;
/** Answers that wait for the database; while it is away, further ones are only remembered. */
const MAX_WAITING = 1_000;
/** A larger answer costs more to keep than it is likely to save. */
const MAX_ANSWER_BYTES = 1_000_000;
/** A database that does not answer must not hold up the call it could have saved. */
const LOOK_UP_MS = 250;
/** For so long it is not asked again. */
const LOOK_UP_PAUSE_MS = 5_000;

/** Who gave, or would give, an answer, and what it was made for. */
export interface AnswerOrigin {
  tenantId: string;
  provider: string;
  providerConfigId: string;
  modelId: string;
  processorId: string | null;
  templateId: string | null;
}

export interface ResponseCache {
  /** The kept answer that this provider config and model gave to the same request. Never throws: what can't be read is a miss. */
  find(use: CacheUse, subject: CacheSubject, origin: AnswerOrigin): Promise<CachedAnswer | undefined>;
  /** The kept answer to the question that means most nearly the same, asked in the same frame. `vector` is the question's embedding. Never throws. */
  findSimilar(
    use: CacheUse,
    subject: CacheSubject,
    origin: AnswerOrigin,
    vector: readonly number[],
  ): Promise<CachedAnswer | undefined>;
  /** Remembers at once, writes behind. With `vector`, also for questions that mean nearly the same. */
  keep(
    use: CacheUse,
    subject: CacheSubject,
    origin: AnswerOrigin,
    answer: CachedAnswer,
    facts: { tokens: number; vector?: readonly number[] | undefined },
  ): void;
  /** Writes what waits. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface ResponseCacheOptions {
  store: CacheStore;
  vault: Vault;
  log: (message: string, error: unknown) => void;
  /** Epoch milliseconds. */
  clock?: () => number;
}

/** Answers kept for the next time: the last used in memory, all of them encrypted in the database, shared by the replicas. */
export async function createResponseCache(options: ResponseCacheOptions): Promise<ResponseCache> {
  const { store, vault, log, clock = Date.now } = options;
  const memory = new AnswerMemory(clock);
  const questions = new SemanticIndex();
  let waiting: { remembered: RememberedAnswer; facts: Omit<StoredAnswer, "response" | "sizeBytes"> }[] = [];
  let hits = new Map<string, { tenantId: string; cacheKey: string; count: number; lastHitAt: Date }>();
  let pausedUntilMs = 0;
  let writing: Promise<void> = Promise.resolve();

  const watch = await store.watch(
    (purge) => {
      memory.forget(purge);
      questions.forget(purge.tenantId);
      waiting = waiting.filter(({ remembered }) => remembered.tenantId !== purge.tenantId);
    },
    () => {
      memory.clear();
      questions.clear();
    },
  );

  async function look(tenantId: string, cacheKey: string): Promise<RememberedAnswer | undefined> {
    if (clock() < pausedUntilMs) return undefined;
    try {
      const found = await within(LOOK_UP_MS, store.find(tenantId, cacheKey));
      if (!found) return undefined;
      const text = (await vault.decrypt(tenantId, cachePlace(cacheKey), found.response)).reveal();
      const { modelName, processorId, templateId, expiresAt } = found;
      const answer = cachedAnswer.parse(JSON.parse(text));
      return { tenantId, cacheKey, modelName, processorId, templateId, answer, expiresAtMs: expiresAt.getTime() };
    } catch (error) {
      pausedUntilMs = clock() + LOOK_UP_PAUSE_MS;
      log("The response cache could not be read; calls go upstream instead.", error);
      return undefined;
    }
  }

  async function take(tenantId: string, cacheKey: string): Promise<CachedAnswer | undefined> {
    const found = memory.get(cacheKey) ?? (await look(tenantId, cacheKey));
    if (!found) return undefined;
    memory.put(found);
    const lastHitAt = new Date(clock());
    hits.set(cacheKey, { tenantId, cacheKey, count: (hits.get(cacheKey)?.count ?? 0) + 1, lastHitAt });
    return found.answer;
  }

  async function write(): Promise<void> {
    if (waiting.length === 0 && hits.size === 0) return;
    const answers = waiting;
    const counted = [...hits.values()];
    waiting = [];
    hits = new Map();
    try {
      const stored: StoredAnswer[] = [];
      for (const { remembered, facts } of answers) {
        const plain = JSON.stringify(remembered.answer);
        const response = await vault.encrypt(facts.tenantId, cachePlace(facts.cacheKey), plain);
        stored.push({ ...facts, response, sizeBytes: Buffer.byteLength(plain) });
      }
      if (stored.length > 0) await store.save(stored);
      if (counted.length > 0) await store.addHits(counted);
    } catch (error) {
      log("Answers could not be written to the response cache; they are remembered in this process only.", error);
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  function expire(): void {
    store.removeExpired().catch((error: unknown) => log("Expired answers could not be removed.", error));
  }

  const timers = [setInterval(flush, WRITE_EVERY_MS), setInterval(expire, REMOVE_EXPIRED_EVERY_MS)];
  for (const timer of timers) timer.unref();

  return {
    async find({ mayRead }, { requestHash }, { tenantId, providerConfigId, modelId }) {
      return mayRead ? take(tenantId, answerKeyOf(requestHash, providerConfigId, modelId)) : undefined;
    },
    async findSimilar({ mayRead, policy }, { frameHash }, { tenantId, providerConfigId, modelId }, vector) {
      if (!mayRead || frameHash === undefined) return undefined;
      const frameKey = answerKeyOf(frameHash, providerConfigId, modelId);
      const cacheKey = questions.nearest(frameKey, vector, policy.semantic.threshold);
      return cacheKey === undefined ? undefined : take(tenantId, cacheKey);
    },
    keep({ mayWrite, policy }, { requestHash, promptHash, frameHash }, origin, answer, { tokens, vector }) {
      const size = answer.text.length + (answer.raw?.text.length ?? 0);
      if (!mayWrite || size > MAX_ANSWER_BYTES) return;
      const { tenantId, provider, providerConfigId, modelId, processorId, templateId } = origin;
      const cacheKey = answerKeyOf(requestHash, providerConfigId, modelId);
      const expiresAtMs = clock() + policy.ttlSeconds * 1_000;
      const remembered = { tenantId, cacheKey, modelName: modelId, processorId, templateId, answer, expiresAtMs };
      memory.put(remembered);
      if (vector && frameHash !== undefined)
        questions.add(answerKeyOf(frameHash, providerConfigId, modelId), tenantId, cacheKey, vector);
      if (waiting.length >= MAX_WAITING) return;
      const facts = {
        tenantId,
        cacheKey,
        promptHash,
        provider,
        providerConfigId,
        modelName: modelId,
        processorId,
        templateId,
        tokens,
        costNanoUsd: BigInt(answer.costNanoUsd),
        latencyMs: answer.latencyMs,
        expiresAt: new Date(expiresAtMs),
      };
      waiting.push({ remembered, facts });
    },
    flush,
    async close() {
      for (const timer of timers) clearInterval(timer);
      await flush();
      await watch.close();
    },
  };
}

function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
