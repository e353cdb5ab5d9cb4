import { AppError } from "@/lib/contracts/errors";
import type { Secret } from "@/server/gateway/spec/secret";

export const KEY_BYTES = 32;

/** The operator's root keys. The active one wraps new data keys, the others still unwrap old ones. */
export interface EncryptionRing {
  activeId: string;
  ids: readonly string[];
  /** The key's 32 bytes. Throws `undecryptable` naming the id when the ring does not hold it. */
  key(id: string): Buffer;
}

/** Builds the ring from base64 root keys, the active one first. Throws `not_ready` for an empty ring, a repeated id or a key of other than 32 bytes. */
export function createEncryptionRing(rootKeys: readonly { id: string; key: Secret }[]): EncryptionRing {
  const keys = new Map<string, Buffer>();
  for (const { id, key } of rootKeys) {
    const bytes = Buffer.from(key.reveal(), "base64");
    if (bytes.length !== KEY_BYTES) throw malformed(`key "${id}" must be ${KEY_BYTES} bytes, and is ${bytes.length}`);
    if (keys.has(id)) throw malformed(`key id "${id}" is there twice`);
    keys.set(id, bytes);
  }
  const [activeId] = keys.keys();
  if (activeId === undefined) throw malformed("it holds no key");
  return {
    activeId,
    ids: [...keys.keys()],
    key(id) {
      const key = keys.get(id);
      if (key) return key;
      throw new AppError(
        "undecryptable",
        `The stored secret was encrypted under the root key "${id}", which ENCRYPTION_KEY does not hold. Add that key to it, or enter the secret again.`,
      );
    },
  };
}

function malformed(what: string): AppError {
  return new AppError(
    "not_ready",
    `ENCRYPTION_KEY can't be used: ${what}. Make a key with "openssl rand -base64 32" and write it as id:key.`,
  );
}
