import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** Ends early when the client leaves; the next attempt then finds out by itself. */
export function pause(ms: number, signal: CallSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
