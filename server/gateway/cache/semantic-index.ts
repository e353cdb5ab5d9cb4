import { LRUCache } from "lru-cache";

/** Questions remembered for one frame, newest first to stay; comparing one more costs a multiplication for each number of its vector. */
const MAX_QUESTIONS = 500;
/** Frames remembered in one process. */
const MAX_FRAMES = 200;

interface Question {
  tenantId: string;
  cacheKey: string;
  /** Of length 1, so that a product of two is their cosine. */
  vector: Float32Array;
}

/** Finds the answered question that means most nearly the same, among those asked in the same frame. In memory alone, for each process its own. */
export class SemanticIndex {
  readonly #frames = new LRUCache<string, Question[]>({ max: MAX_FRAMES });

  add(frameKey: string, tenantId: string, cacheKey: string, vector: readonly number[]): void {
    const others = (this.#frames.get(frameKey) ?? []).filter((each) => each.cacheKey !== cacheKey);
    this.#frames.set(frameKey, [...others.slice(1 - MAX_QUESTIONS), { tenantId, cacheKey, vector: toUnit(vector) }]);
  }

  /** The key of the nearest question whose cosine similarity is `threshold` at least. */
  nearest(frameKey: string, vector: readonly number[], threshold: number): string | undefined {
    const asked = toUnit(vector);
    let best: { cacheKey: string; similarity: number } | undefined;
    for (const { cacheKey, vector: known } of this.#frames.get(frameKey) ?? []) {
      if (known.length !== asked.length) continue;
      const similarity = product(known, asked);
      if (similarity >= threshold && similarity > (best?.similarity ?? -1)) best = { cacheKey, similarity };
    }
    return best?.cacheKey;
  }

  forget(tenantId: string): void {
    for (const [frameKey, questions] of this.#frames.entries())
      if (questions.some((each) => each.tenantId === tenantId)) this.#frames.delete(frameKey);
  }

  clear(): void {
    this.#frames.clear();
  }
}

function toUnit(vector: readonly number[]): Float32Array {
  const unit = Float32Array.from(vector);
  const length = Math.sqrt(product(unit, unit));
  if (length > 0) for (let n = 0; n < unit.length; n++) unit[n] = (unit[n] ?? 0) / length;
  return unit;
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] ?? 0) * (b[n] ?? 0);
  return sum;
}
