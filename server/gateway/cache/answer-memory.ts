import { LRUCache } from "lru-cache";
import type { FoundAnswer, Purge } from "./cache-store";
import type { CachedAnswer } from "./cached-answer";

export interface RememberedAnswer extends Pick<FoundAnswer, "modelName" | "processorId" | "templateId"> {
  tenantId: string;
  cacheKey: string;
  answer: CachedAnswer;
  expiresAtMs: number;
}

/** Bytes of answers that one process remembers. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The answers used last, in plain: memory alone, never written anywhere. */
export class AnswerMemory {
  readonly #answers: LRUCache<string, RememberedAnswer>;
  readonly #now: () => number;

  constructor(now: () => number, maxBytes = MAX_BYTES) {
    this.#now = now;
    this.#answers = new LRUCache({ maxSize: maxBytes, sizeCalculation: sizeOf });
  }

  get(cacheKey: string): RememberedAnswer | undefined {
    const found = this.#answers.get(cacheKey);
    if (found === undefined || found.expiresAtMs > this.#now()) return found;
    this.#answers.delete(cacheKey);
    return undefined;
  }

  put(remembered: RememberedAnswer): void {
    this.#answers.set(remembered.cacheKey, remembered);
  }

  forget(purge: Purge): void {
    for (const [cacheKey, remembered] of this.#answers.entries())
      if (isPurged(remembered, purge)) this.#answers.delete(cacheKey);
  }

  clear(): void {
    this.#answers.clear();
  }
}

function isPurged(remembered: RememberedAnswer, purge: Purge): boolean {
  if (remembered.tenantId !== purge.tenantId) return false;
  return (["cacheKey", "modelName", "processorId", "templateId"] as const).every(
    (field) => purge[field] === undefined || remembered[field] === purge[field],
  );
}

function sizeOf({ answer }: RememberedAnswer): number {
  const characters = answer.text.length + (answer.raw?.text.length ?? 0) + (answer.reasoning?.length ?? 0);
  // A character takes two bytes at most, and an entry a few hundred for its fields.
  return characters * 2 + 512;
}
