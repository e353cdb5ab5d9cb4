import { createHash } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";

/** Stripe's bound, which clients know. */
export const MAX_KEY_CHARACTERS = 255;

/** The key as it is stored: hashed, because clients put order numbers and the like into it. Throws `invalid_request`. */
export function hashIdempotencyKey(key: string): string {
  if (key.length === 0 || key.length > MAX_KEY_CHARACTERS) {
    throw new AppError(
      "invalid_request",
      `The Idempotency-Key must have 1 to ${MAX_KEY_CHARACTERS} characters, and has ${key.length}. A UUID for each call is best.`,
      { param: "Idempotency-Key" },
    );
  }
  return createHash("sha256").update(key).digest("hex");
}
