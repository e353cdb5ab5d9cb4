import { AppError, isAppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** Waits, or rejects with the abort's own reason (`client_closed` where it gave none). */
export function pause(ms: number, signal: CallSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(isAppError(signal.reason) ? signal.reason : new AppError("client_closed"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
