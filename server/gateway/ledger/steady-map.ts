/** So many entries stay for good. */
const RESERVED = 16_384;

/**
 * A map for entries that come and go by the thousand a second while few are there at once. A plain one of that size makes itself a new table
 * every hundred entries, and each dead table keeps what was in it alive until the next full collection: two kilobytes a call. With
 * reserved entries in it a table lasts as many calls as are reserved.
 */
export class SteadyMap<V> {
  readonly #entries = new Map<string, V | undefined>();

  constructor() {
    for (let i = 0; i < RESERVED; i++) this.#entries.set(`reserved ${i}`, undefined);
  }

  get size(): number {
    return this.#entries.size - RESERVED;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.#entries.set(key, value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** In no particular order of time. */
  *values(): Generator<V> {
    for (const value of this.#entries.values()) if (value !== undefined) yield value;
  }
}
