export interface BreakerOptions {
  /** In a row. */
  failuresToOpen: number;
  /** Failing for so long opens it too, however few the tries. */
  failingMsToOpen: number;
  /** Doubles from the first to the second while probes fail. */
  cooldownMs: readonly [number, number];
  now(): number;
  onOpen(): void;
  onClose(): void;
}

/** Leave to try once; say how it went. */
export interface Pass {
  succeed(): void;
  fail(): void;
}

/** Keeps callers from waiting for what does not answer: shut after failures, then tried by exactly one caller at a time. */
export interface Breaker {
  /** Undefined where the try is not to be made. */
  enter(): Pass | undefined;
  isOpen(): boolean;
}

export function createBreaker(options: BreakerOptions): Breaker {
  const { failuresToOpen, failingMsToOpen, cooldownMs, now, onOpen, onClose } = options;
  const [shortestMs, longestMs] = cooldownMs;
  let failures = 0;
  let firstFailureAtMs = 0;
  /** Undefined while closed. */
  let opened: { untilMs: number; cooldownMs: number; isProbing: boolean } | undefined;

  const usual: Pass = {
    succeed() {
      // What was sent before it opened may still answer: only a probe closes it again.
      if (!opened) failures = 0;
    },
    fail() {
      if (opened) return;
      if (failures === 0) firstFailureAtMs = now();
      failures += 1;
      if (failures < failuresToOpen && now() - firstFailureAtMs < failingMsToOpen) return;
      opened = { untilMs: now() + shortestMs, cooldownMs: shortestMs, isProbing: false };
      onOpen();
    },
  };

  const probe: Pass = {
    succeed() {
      if (!opened) return;
      opened = undefined;
      failures = 0;
      onClose();
    },
    fail() {
      if (!opened) return;
      opened.cooldownMs = Math.min(opened.cooldownMs * 2, longestMs);
      opened.untilMs = now() + opened.cooldownMs;
      opened.isProbing = false;
    },
  };

  return {
    enter() {
      if (!opened) return usual;
      if (opened.isProbing || now() < opened.untilMs) return undefined;
      opened.isProbing = true;
      return probe;
    },
    isOpen: () => opened !== undefined,
  };
}
