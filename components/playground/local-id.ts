let last = 0;

/** An id for the life of the page. `crypto.randomUUID` is missing where the console is served without TLS. */
export function nextLocalId(): string {
  last += 1;
  return `local-${last}`;
}
