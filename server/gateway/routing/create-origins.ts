import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

/** As long as a conversation may rest over night. */
const KEPT_FOR_MS = 24 * 60 * 60_000;
/** Some 15 MB, and only where answers leave state at their provider. */
const MOST_KEPT = 100_000;
/** Longer ones, which are encrypted thinking, are remembered by their hash. */
const LONGEST_KEY = 80;

/** Which provider config made what later requests may hand back. */
export interface Origins {
  keep(tenantId: string, providerConfigId: string, state: readonly string[]): void;
  /** The configs that made any of it. Empty where nothing is known of it: made through another process, before its start, or elsewhere. */
  find(tenantId: string, state: readonly string[]): ReadonlySet<string>;
}

/** In this process alone, so that no call waits on a database; a tenant never meets another's. */
export function createOrigins(): Origins {
  const configs = new LRUCache<string, string>({
    // Not `max`, which would take 4 MB at once, though most gateways never keep anything here.
    maxSize: MOST_KEPT,
    sizeCalculation: () => 1,
    ttl: KEPT_FOR_MS,
  });
  return {
    keep(tenantId, providerConfigId, state) {
      for (const each of state) configs.set(keyOf(tenantId, each), providerConfigId);
    },
    find(tenantId, state) {
      const found = new Set<string>();
      for (const each of state) {
        const config = configs.get(keyOf(tenantId, each));
        if (config !== undefined) found.add(config);
      }
      return found;
    },
  };
}

function keyOf(tenantId: string, state: string): string {
  return `${tenantId} ${state.length > LONGEST_KEY ? createHash("sha256").update(state).digest("base64url") : state}`;
}
