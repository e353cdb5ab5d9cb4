import { createHmac, hash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { API_KEY_PATTERN } from "@/lib/contracts/api-key";
import { Secret } from "@/server/gateway/spec/secret";

const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The largest multiple of 62 in a byte: bytes from here on are drawn again, so that every character is equally likely. */
const FAIR_BYTES = 248;
const PUBLIC_ID_LENGTH = 12;
const SECRET_LENGTH = 43;
const PEPPER_LABEL = "sluice api key pepper";

export interface ParsedApiKey {
  publicId: string;
  secret: string;
}

/** A new key; its secret has 256 bits. `key` is to be shown once and never stored. */
export function mintApiKey(): ParsedApiKey & { key: Secret } {
  const publicId = randomBase62(PUBLIC_ID_LENGTH);
  const secret = randomBase62(SECRET_LENGTH);
  return { publicId, secret, key: new Secret(`sk-sluice-${publicId}-${secret}`) };
}

export function parseApiKey(text: string): ParsedApiKey | null {
  const [, publicId, secret] = API_KEY_PATTERN.exec(text) ?? [];
  return publicId && secret ? { publicId, secret } : null;
}

/** HMAC-SHA-256 of the secret under the pepper, hex: what the database holds, and it can't authenticate. */
export function hashApiKeySecret(pepper: Buffer, secret: string): string {
  return createHmac("sha256", pepper).update(secret).digest("hex");
}

/** Compares in constant time. */
export function verifyApiKeySecret(pepper: Buffer, secret: string, storedHmac: string): boolean {
  const expected = Buffer.from(hashApiKeySecret(pepper, secret));
  const stored = Buffer.from(storedHmac);
  return expected.length === stored.length && timingSafeEqual(expected, stored);
}

const verified = new WeakMap<object, string>();
/** Short enough that salt and secret are one block of SHA-256. */
const salt = randomBytes(8).toString("base64url");

/**
 * As `verifyApiKeySecret`, remembering the SHA-256 of a secret that was right for as long as `entry` lives: a plain hash in one call costs a
 * fifth of an HMAC, and says as little of 256 random bits. With a salt that only this process knows, nobody can tell which hash an attempt has, so
 * that the time which comparing takes tells nothing; as text, for a buffer costs twice the hash. An entry is never changed, a new one takes its place.
 */
export function verifyApiKey(pepper: Buffer, entry: { readonly secretHmac: string }, secret: string): boolean {
  const digest = hash("sha256", salt + secret, "hex");
  const known = verified.get(entry);
  if (known !== undefined) return known === digest;
  if (!verifyApiKeySecret(pepper, secret, entry.secretHmac)) return false;
  verified.set(entry, digest);
  return true;
}

/** A key of its own for API keys (HKDF-SHA-256), so that no two uses share the session secret itself. */
export function deriveApiKeyPepper(sessionSecret: Secret): Buffer {
  return Buffer.from(hkdfSync("sha256", sessionSecret.reveal(), "", PEPPER_LABEL, 32));
}

/** What may be shown of a key. */
export function hintOfApiKey(publicId: string, lastFour: string): string {
  return `sk-sluice-${publicId.slice(0, 4)}…${lastFour}`;
}

function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < FAIR_BYTES && text.length < length) text += BASE_62.charAt(byte % BASE_62.length);
    }
  }
  return text;
}
