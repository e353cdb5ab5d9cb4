/**
 * Values under small numbers that are used again once they are free. A `Map` of what comes and goes by the thousand a second makes itself a new
 * table every hundred entries, and each dead table keeps the calls that were in it alive until the next full collection: nine kilobytes a call.
 */
export class Slots<V> {
  readonly #values: (V | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#values.length - this.#free.length;
  }

  /** The slot it lies in until it is taken. */
  put(value: V): number {
    const slot = this.#free.pop() ?? this.#values.length;
    this.#values[slot] = value;
    return slot;
  }

  take(slot: number): V | undefined {
    const value = this.#values[slot];
    if (value === undefined) return undefined;
    this.#values[slot] = undefined;
    this.#free.push(slot);
    return value;
  }

  takeAll(): V[] {
    const taken: V[] = [];
    for (let slot = 0; slot < this.#values.length; slot++) {
      const value = this.take(slot);
      if (value !== undefined) taken.push(value);
    }
    return taken;
  }
}
