/** A tenant's data key as stored: wrapped by the root key named beside it. */
export interface StoredDataKey {
  version: number;
  wrappedKey: string;
  rootKeyId: string;
}

/** The port through which the vault reaches stored data keys. */
export interface DataKeyStore {
  /** The tenant's newest key. */
  find(tenantId: string): Promise<StoredDataKey | null>;
  /** Stores a tenant's key; fails when that version exists already. */
  create(tenantId: string, key: StoredDataKey): Promise<void>;
}
