import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const ID_BYTES = 16;
const ID_CHARACTERS = 36;
/** Random bytes are drawn for many ids at once: the call into the kernel's generator costs as much as all else of an id. */
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

const bytes = Buffer.alloc(ID_BYTES);
const text = Buffer.alloc(ID_CHARACTERS, "-");
const DIGITS = Buffer.from("0123456789abcdef");
/** Where each byte's two digits stand: 8-4-4-4-12. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** A UUID of version 7: unique everywhere, and in the order of time. Written out in one piece, for every id is kept with its request. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  v7({ random: pool.subarray(used, used + ID_BYTES) }, bytes);
  used += ID_BYTES;
  for (let i = 0; i < ID_BYTES; i++) {
    const byte = bytes[i] ?? 0;
    const place = PLACES[i] ?? 0;
    text[place] = DIGITS[byte >> 4] ?? 0;
    text[place + 1] = DIGITS[byte & 15] ?? 0;
  }
  return text.toString("latin1");
}
