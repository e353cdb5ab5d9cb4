/** Where a kept answer's ciphertext belongs: bound to its key, so that it can't be read as the answer to anything else. */
export function cachePlace(cacheKey: string): { table: string; row: string; column: string } {
  return { table: "llm_response_cache", row: cacheKey, column: "response" };
}
