import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** Tells whoever works for a client that it went away. An `AbortController` does the same at ten times the price, and every call has one of these. */
export class Departure implements CallSignal {
  aborted = false;
  reason: unknown;
  readonly #listeners: (() => void)[] = [];

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  /** The first time counts. Each listener hears of it once. */
  announce(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
