import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const ID_BYTES = 16;
/** Random bytes are drawn for many ids at once: the call into the kernel's generator costs as much as all else of an id. */
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

/** A UUID of version 7: unique everywhere, and in the order of time. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + ID_BYTES);
  used += ID_BYTES;
  return v7({ random });
}
