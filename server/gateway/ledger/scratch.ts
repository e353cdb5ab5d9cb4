/** Memory that is used again and again by one user at a time, so that its kind of work leaves nothing to collect. */
export class Scratch {
  #bytes = Buffer.alloc(0);

  /** So many bytes, holding anything; what was taken before is theirs no longer. */
  take(length: number): Buffer {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(length * 1.25));
    return this.#bytes.subarray(0, length);
  }
}
