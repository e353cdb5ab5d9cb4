import type { ServerResponse } from "node:http";

/** Long enough that what a page leaves behind has ended, and that a page's many requests count as one. */
const QUIET_MS = 2_000;

/** Tells when no page is being served, and none has been for a while. */
export class PageRest {
  readonly #rest: () => void;
  #served = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(rest: () => void) {
    this.#rest = rest;
  }

  /** Serves a page's request; it counts until its answer has gone out and nobody works on it any more. */
  async during(res: ServerResponse, serve: () => Promise<void>): Promise<void> {
    clearTimeout(this.#timer);
    this.#served += 1;
    try {
      await serve();
    } finally {
      if (res.closed) this.#end();
      else res.once("close", () => this.#end());
    }
  }

  #end(): void {
    this.#served -= 1;
    if (this.#served === 0) this.#timer = setTimeout(this.#rest, QUIET_MS).unref();
  }
}
