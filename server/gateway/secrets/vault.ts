import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Secret } from "@/server/gateway/spec/secret";
import type { DataKeyStore, StoredDataKey } from "./data-key-store";
import { type EncryptionRing, KEY_BYTES } from "./encryption-ring";
import { seal, undecryptable, unseal, versionOf } from "./envelope";

const CACHED_TENANTS = 1_000;
const CACHED_FOR_MS = 10 * 60_000;

/** Where a ciphertext lives. Bound to it: moved to another row or column it no longer decrypts. */
export interface SecretPlace {
  table: string;
  row: string;
  column: string;
}

export interface Vault {
  /** Text form: `v1.<data key version>.<iv>.<ciphertext>.<tag>`. */
  encrypt(tenantId: string, place: SecretPlace, plaintext: string): Promise<string>;
  /** Throws `undecryptable` with the reason; never gives a part of the plaintext. */
  decrypt(tenantId: string, place: SecretPlace, ciphertext: string): Promise<Secret>;
}

interface DataKey {
  version: number;
  bytes: Buffer;
}

/** Envelope encryption: one data key per tenant, made at first use and wrapped by the ring's active root key; AES-256-GCM throughout. */
export function createVault({ ring, store }: { ring: EncryptionRing; store: DataKeyStore }): Vault {
  const keys = new LRUCache<string, DataKey>({ max: CACHED_TENANTS, ttl: CACHED_FOR_MS });
  const loading = new Map<string, Promise<DataKey | undefined>>();

  function load(tenantId: string): Promise<DataKey | undefined> {
    const running = loading.get(tenantId);
    if (running) return running;
    const started = store
      .find(tenantId)
      .then((stored) => stored && remember(tenantId, unwrap(tenantId, stored)))
      .then((key) => key ?? undefined)
      .finally(() => loading.delete(tenantId));
    loading.set(tenantId, started);
    return started;
  }

  async function keyToEncrypt(tenantId: string): Promise<DataKey> {
    return keys.get(tenantId) ?? (await load(tenantId)) ?? (await createKey(tenantId));
  }

  async function createKey(tenantId: string): Promise<DataKey> {
    const key: DataKey = { version: 1, bytes: randomBytes(KEY_BYTES) };
    const rootKeyId = ring.activeId;
    const wrappedKey = seal(ring.key(rootKeyId), key.version, wrapContext(tenantId, key.version), key.bytes);
    try {
      await store.create(tenantId, { version: key.version, wrappedKey, rootKeyId });
    } catch (error) {
      // Another call or another replica was first: its key is the tenant's.
      const theirs = await load(tenantId);
      if (theirs) return theirs;
      throw error;
    }
    return remember(tenantId, key);
  }

  function unwrap(tenantId: string, { version, wrappedKey, rootKeyId }: StoredDataKey): DataKey {
    const bytes = unseal(ring.key(rootKeyId), wrapContext(tenantId, version), wrappedKey);
    if (bytes.length !== KEY_BYTES) throw undecryptable("the tenant's data key has the wrong length");
    return { version, bytes };
  }

  function remember(tenantId: string, key: DataKey): DataKey {
    keys.set(tenantId, key);
    return key;
  }

  return {
    async encrypt(tenantId, place, plaintext) {
      const key = await keyToEncrypt(tenantId);
      return seal(key.bytes, key.version, fieldContext(tenantId, place), Buffer.from(plaintext, "utf8"));
    },

    async decrypt(tenantId, place, ciphertext) {
      const version = versionOf(ciphertext);
      const cached = keys.get(tenantId);
      const key = cached?.version === version ? cached : await load(tenantId);
      if (!key) throw undecryptable("this tenant has no data key");
      if (key.version !== version)
        throw undecryptable(`it needs data key ${version}, and this tenant's is ${key.version}`);
      return new Secret(unseal(key.bytes, fieldContext(tenantId, place), ciphertext).toString("utf8"));
    },
  };
}

function wrapContext(tenantId: string, version: number): string[] {
  return ["kek", tenantId, String(version)];
}

function fieldContext(tenantId: string, { table, row, column }: SecretPlace): string[] {
  return [tenantId, table, row, column];
}
