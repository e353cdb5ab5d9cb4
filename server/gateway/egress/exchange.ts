import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { AppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import { abortedBy, type ExchangePhase, isContact, timedOut, translateFailure } from "./translate-failure";

export interface ExchangeLimits {
  signal: CallSignal;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  totalTimeoutMs: number;
  maxBodyBytes: number;
  /** Called as the request goes out on an open connection: from here on the provider may work, and bill. */
  onSent?: () => void;
}

export interface EgressResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /** To be read to its end, or left (`break`): either frees the connection. Errors are `AppError`s. */
  body: ResponseBody;
}

export interface ResponseBody extends AsyncIterableIterator<Buffer> {
  /** The whole of it as text, instead of reading on: one promise however many pieces come. */
  collect?(): Promise<string>;
}

/** More unread bytes than this pause the socket, so a slow client holds the provider back instead of filling memory. */
const HIGH_WATER_BYTES = 256 * 1024;
/** How long the rest of an answer nobody wants may take to arrive, to keep the connection for the next request. */
const GRACE_MS = 100;

/**
 * One request and its answer as undici reports it. One timer serves all three time limits: it wakes at the nearest and looks at
 * when bytes last came, so that a byte costs no timer.
 */
export class Exchange implements Dispatcher.DispatchHandler, ResponseBody {
  #controller: Dispatcher.DispatchController | undefined;
  #phase: ExchangePhase | "done" = "connect";
  #failure: AppError | undefined;
  #timer: NodeJS.Timeout;
  readonly #startedAtMs = performance.now();
  #lastByteAtMs = this.#startedAtMs;
  #chunks: Buffer[] = [];
  #unreadBytes = 0;
  #totalBytes = 0;
  #isPaused = false;
  #isAbandoned = false;
  #collecting: { resolve: (text: string) => void; reject: (error: AppError) => void } | undefined;
  #waiting: { resolve: (result: IteratorResult<Buffer>) => void; reject: (error: AppError) => void } | undefined;

  constructor(
    readonly host: string,
    readonly limits: ExchangeLimits,
    readonly onContact: () => void,
    /** Counts this exchange until it ends. */
    readonly underWay: { count: number },
    readonly onResponse: (response: EgressResponse) => void,
    readonly onFailure: (error: AppError) => void,
  ) {
    underWay.count += 1;
    // Never later than the idle limit, so that the first byte needs no timer of its own.
    this.#timer = setTimeout(
      this.#onTimer,
      Math.min(limits.firstByteTimeoutMs, limits.idleTimeoutMs, limits.totalTimeoutMs),
    );
    limits.signal.addEventListener("abort", this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.onContact();
    if (this.#failure !== undefined) controller.abort(this.#failure);
    else {
      this.#phase = "head";
      this.limits.onSent?.();
    }
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || this.#phase === "done") return;
    this.#lastByteAtMs = performance.now();
    if (status >= 300 && status < 400 && status !== 304) {
      this.fail(redirected(this.host, status, headers.location));
      return;
    }
    this.#phase = "body";
    this.onResponse({ status, headers, body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isAbandoned || this.#phase === "done") return;
    this.#lastByteAtMs = performance.now();
    this.#totalBytes += chunk.length;
    if (this.#totalBytes > this.limits.maxBodyBytes) {
      this.fail(tooLarge(this.host, this.limits.maxBodyBytes));
      return;
    }
    if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ done: false, value: chunk });
      return;
    }
    this.#chunks.push(chunk);
    if (this.#collecting !== undefined) return;
    this.#unreadBytes += chunk.length;
    if (this.#unreadBytes > HIGH_WATER_BYTES && !this.#isPaused) {
      this.#isPaused = true;
      controller.pause();
    }
  }

  onResponseEnd(): void {
    if (this.#phase === "done") return;
    this.#finish();
    this.#collecting?.resolve(joined(this.#chunks));
    this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = undefined;
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#phase === "done") return;
    this.fail(translateFailure(error, this.host, this.#phase));
  }

  /** Ends the exchange with an error, wherever it stands. */
  fail(error: AppError): void {
    if (this.#phase === "done") return;
    if (this.#phase === "connect" && isContact(error.code)) this.onContact();
    this.#finish();
    this.#failure = error;
    this.onFailure(error);
    this.#collecting?.reject(error);
    this.#waiting?.reject(error);
    this.#waiting = undefined;
    if (this.#controller !== undefined && !this.#controller.aborted) this.#controller.abort(error);
  }

  collect(): Promise<string> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#phase === "done") return Promise.resolve(joined(this.#chunks));
    if (this.#isPaused) this.#resume();
    return new Promise((resolve, reject) => {
      this.#collecting = { resolve, reject };
    });
  }

  next(): Promise<IteratorResult<Buffer>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#unreadBytes -= chunk.length;
      if (this.#isPaused && this.#unreadBytes < HIGH_WATER_BYTES / 4) this.#resume();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#phase === "done" || this.#isAbandoned) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Buffer>> {
    if (this.#phase !== "done" && !this.#isAbandoned) {
      this.#isAbandoned = true;
      this.#chunks = [];
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.fail(new AppError("client_closed")), GRACE_MS);
      if (this.#isPaused) this.#resume();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Buffer> {
    return this;
  }

  #resume(): void {
    this.#isPaused = false;
    this.#lastByteAtMs = performance.now();
    this.#controller?.resume();
  }

  #finish(): void {
    this.#phase = "done";
    this.underWay.count -= 1;
    clearTimeout(this.#timer);
    this.limits.signal.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => this.fail(abortedBy(this.limits.signal));

  readonly #onTimer = (): void => {
    const exceeded = this.#findExceeded(performance.now());
    if (exceeded === undefined) this.#schedule();
    else this.fail(timedOut(this.host, exceeded, this.limits[`${exceeded}TimeoutMs`]));
  };

  #findExceeded(nowMs: number): "total" | "firstByte" | "idle" | undefined {
    if (nowMs - this.#startedAtMs >= this.limits.totalTimeoutMs - 1) return "total";
    if (this.#phase !== "body")
      return nowMs - this.#startedAtMs >= this.limits.firstByteTimeoutMs - 1 ? "firstByte" : undefined;
    // A paused socket waits for our own client; that is not the provider's silence.
    const isSilent = !this.#isPaused && nowMs - this.#lastByteAtMs >= this.limits.idleTimeoutMs - 1;
    return isSilent ? "idle" : undefined;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const nowMs = performance.now();
    const { firstByteTimeoutMs, idleTimeoutMs, totalTimeoutMs } = this.limits;
    const idleLeftMs = this.#isPaused ? idleTimeoutMs : this.#lastByteAtMs + idleTimeoutMs - nowMs;
    const firstByteLeftMs = this.#startedAtMs + firstByteTimeoutMs - nowMs;
    const totalLeftMs = this.#startedAtMs + totalTimeoutMs - nowMs;
    // Before the answer begins, silence is the first byte's business.
    const waitMs = this.#phase === "body" ? idleLeftMs : Math.min(idleTimeoutMs, firstByteLeftMs);
    this.#timer = setTimeout(this.#onTimer, Math.max(1, Math.min(waitMs, totalLeftMs)));
  }
}

function joined(chunks: readonly Buffer[]): string {
  const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  return whole.toString("utf8");
}

function redirected(host: string, status: number, location: string | undefined): AppError {
  const base = `http://${host}`;
  const target =
    location !== undefined && URL.canParse(location, base) ? new URL(location, base).host : "an unreadable address";
  return new AppError(
    "provider_bad_response",
    `${host} answered with a redirect (${status}) to ${target}. Sluice does not follow redirects, so that no key reaches another host. Set the base URL to the final address.`,
    { upstreamStatus: status },
  );
}

function tooLarge(host: string, maxBodyBytes: number): AppError {
  return new AppError(
    "provider_bad_response",
    `${host} sent more than ${Math.round(maxBodyBytes / 1e6)} MB, which is more than Sluice accepts in one answer. Ask for less.`,
  );
}
