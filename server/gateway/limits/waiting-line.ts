import { AppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** More than this wait for nothing: with a place freed each 20 ms the last of them would wait two seconds. */
const LONGEST_LINE = 100;

interface Waiter {
  /** May be called at any time: wakes it, or lets its next wait end at once. */
  wake(): void;
}

export interface Turn {
  /** Resolves true when this is first in line and may try, false when its time is up. Throws `client_closed` when the client has gone. */
  comes(): Promise<boolean>;
  /** Always called, so that the next comes forward. */
  leave(): void;
}

/** Who came first is served first: calls that wait for a place among the parallel ones of one scope. */
export class WaitingLine {
  readonly #waiting: Waiter[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  /** A place was given back. */
  wake(): void {
    this.#waiting[0]?.wake();
  }

  /**
   * Undefined where the line is too long already. The deadline is of `performance.now()`. With `pollMs` the first tries again so often, for places may be given back where this
   * process hears nothing of it.
   */
  join(deadlineMs: number, signal: CallSignal, pollMs: number | undefined): Turn | undefined {
    if (this.#waiting.length >= LONGEST_LINE) return undefined;
    let isWoken = false;
    let resume: (() => void) | undefined;
    const waiter: Waiter = {
      wake() {
        isWoken = true;
        resume?.();
      },
    };
    this.#waiting.push(waiter);
    const isFirst = () => this.#waiting[0] === waiter;

    return {
      comes: async () => {
        for (;;) {
          if (signal.aborted) throw new AppError("client_closed");
          const leftMs = deadlineMs - performance.now();
          if (leftMs <= 0) return false;
          if (isWoken && isFirst()) {
            isWoken = false;
            return true;
          }
          const isPolling = pollMs !== undefined && isFirst();
          await this.#sleep(isPolling ? Math.min(pollMs, leftMs) : leftMs, signal, (wake) => {
            resume = wake;
          });
          resume = undefined;
          if (isPolling) isWoken = true;
        }
      },
      leave: () => {
        const index = this.#waiting.indexOf(waiter);
        if (index < 0) return;
        this.#waiting.splice(index, 1);
        // Another place may be free too: the next finds out.
        if (index === 0) this.wake();
      },
    };
  }

  #sleep(ms: number, signal: CallSignal, onSleep: (wake: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal.addEventListener("abort", wake);
      onSleep(wake);
    });
  }
}
