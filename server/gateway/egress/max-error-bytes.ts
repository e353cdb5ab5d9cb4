/** Enough of an error to know it by. */
export const MAX_ERROR_BYTES = 256_000;
