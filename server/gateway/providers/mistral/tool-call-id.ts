import { createHash } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Mistral takes ids of nine letters and digits only; those of other vendors in a conversation are mapped, the same one always to the same. */
export function mistralToolCallId(id: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  let mapped = "";
  for (const byte of createHash("sha256").update(id).digest().subarray(0, 9))
    mapped += ALPHABET[byte % ALPHABET.length];
  return mapped;
}
