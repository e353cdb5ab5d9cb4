/** An answer on its way to the database, encrypted. */
export interface StoredAnswer {
  tenantId: string;
  cacheKey: string;
  promptHash: string;
  provider: string;
  providerConfigId: string;
  modelName: string;
  processorId: string | null;
  templateId: string | null;
  /** Ciphertext. */
  response: string;
  sizeBytes: number;
  tokens: number;
  costNanoUsd: bigint;
  latencyMs: number;
  expiresAt: Date;
}

/** What was purged, told to every replica; without a selector, all of the tenant's. */
export interface Purge {
  tenantId: string;
  cacheKey?: string;
  modelName?: string;
  processorId?: string;
  templateId?: string;
}

export type FoundAnswer = Pick<StoredAnswer, "response" | "expiresAt" | "modelName" | "processorId" | "templateId">;

/** The port to the database behind the memory. */
export interface CacheStore {
  /** Null when there is none that is still fresh. */
  find(tenantId: string, cacheKey: string): Promise<FoundAnswer | null>;
  /** A newer answer of the same key takes the place of the older one. */
  save(answers: readonly StoredAnswer[]): Promise<void>;
  addHits(hits: readonly { tenantId: string; cacheKey: string; count: number; lastHitAt: Date }[]): Promise<void>;
  removeExpired(): Promise<void>;
  /** Calls back with what other replicas purged, and `onGap` when such a notice may have been missed. */
  watch(onPurge: (purge: Purge) => void, onGap: () => void): Promise<{ close(): Promise<void> }>;
}
