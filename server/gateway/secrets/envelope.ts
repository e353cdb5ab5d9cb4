import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
/** Without this option Node accepts a tag cut to 4 bytes, which can be forged. */
const TAG_BYTES = 16;
const CIPHERTEXT = /^v1\.([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]{22})$/;

/**
 * Encrypts under a 32-byte key. Text form: `v1.<key version>.<iv>.<ciphertext>.<tag>`, the last three base64url. `context` is bound as
 * additional data: the text decrypts only together with the same one.
 */
export function seal(key: Buffer, keyVersion: number, context: readonly string[], plaintext: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(encodeContext(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return ["v1", keyVersion, ...[iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/** The inverse of `seal`; throws `undecryptable` for anything altered, moved or malformed, and gives no part of the plaintext then. */
export function unseal(key: Buffer, context: readonly string[], text: string): Buffer {
  const { iv, ciphertext, tag } = parseEnvelope(text);
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(encodeContext(context));
  decipher.setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    throw undecryptable("it was altered, moved from another place, or encrypted under another key");
  }
}

/** Which version of the tenant's data key a ciphertext needs. */
export function versionOf(text: string): number {
  return parseEnvelope(text).version;
}

export function undecryptable(why: string): AppError {
  return new AppError("undecryptable", `The stored secret can't be read: ${why}. Enter it again.`);
}

function parseEnvelope(text: string): { version: number; iv: Buffer; ciphertext: Buffer; tag: Buffer } {
  const [, version, ...parts] = CIPHERTEXT.exec(text) ?? [];
  const [iv, ciphertext, tag] = parts.map(decodeExactly);
  if (version === undefined || !iv || !ciphertext || !tag)
    throw undecryptable("it does not have the form of a ciphertext");
  return { version: Number(version), iv, ciphertext, tag };
}

/** Base64 has spare bits at its end; a text that sets them is not one we wrote. */
function decodeExactly(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

/** Each part with its length before it, so that no two lists read the same. */
function encodeContext(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, "utf8");
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
