import type { ResponseBody } from "@/server/gateway/egress/exchange";

/** A body that has arrived whole. */
export class WholeBody implements ResponseBody {
  #isRead = false;

  constructor(readonly content: string | Uint8Array) {}

  collect(): Promise<string> {
    this.#isRead = true;
    const { content } = this;
    return Promise.resolve(typeof content === "string" ? content : new TextDecoder().decode(content));
  }

  next(): Promise<IteratorResult<Buffer>> {
    if (this.#isRead) return Promise.resolve({ done: true, value: undefined });
    this.#isRead = true;
    const { content } = this;
    const value =
      typeof content === "string"
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    return Promise.resolve({ done: false, value });
  }

  return(): Promise<IteratorResult<Buffer>> {
    this.#isRead = true;
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Buffer> {
    return this;
  }
}
