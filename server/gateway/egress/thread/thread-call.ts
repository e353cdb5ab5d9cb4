import type { EgressRequest } from "@/server/gateway/egress/create-egress";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { ThreadRequest } from "./thread-messages";

/** A request in the egress thread. It is its own signal: an `AbortController` for each call would be half of the thread's garbage. */
export class ThreadCall implements EgressRequest, CallSignal {
  readonly slot: number;
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  readonly firstByteTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly reason = undefined;
  aborted = false;
  /** It went out on an open connection. */
  isSent = false;
  #listener: (() => void) | undefined;

  constructor(request: ThreadRequest) {
    const { body } = request;
    this.slot = request.slot;
    this.url = request.url;
    this.method = request.method;
    this.headers = request.headers;
    this.body = typeof body === "object" ? Buffer.from(body) : body;
    this.firstByteTimeoutMs = request.firstByteTimeoutMs;
    this.idleTimeoutMs = request.idleTimeoutMs;
    this.totalTimeoutMs = request.totalTimeoutMs;
    this.maxBodyBytes = request.maxBodyBytes;
  }

  get signal(): CallSignal {
    return this;
  }

  onSent(): void {
    this.isSent = true;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listener = listener;
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    if (this.#listener === listener) this.#listener = undefined;
  }

  abort(): void {
    this.aborted = true;
    this.#listener?.();
  }
}
