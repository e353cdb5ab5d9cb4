"use client";

import { useEffect, useState } from "react";

const TAIL_MS = 2_000;
/** Further down than this somebody reads, and rows must not move. */
const SCROLLED_PX = 240;

export interface LiveTail {
  isOn: boolean;
  /** On, but waiting until the reader is back at the top. */
  isPaused: boolean;
  setOn(isOn: boolean): void;
  /** For a query's `refetchInterval`. A hidden page stands still by the query client's default. */
  intervalMs: number | false;
}

/** New requests as they come, when asked for: it stands still while the page is hidden or scrolled down. */
export function useLiveTail(): LiveTail {
  const [isOn, setOn] = useState(false);
  const [isScrolled, setIsScrolled] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    // Captured, for it may be an inner element that scrolls.
    const onScroll = (event: Event) => {
      const top = event.target instanceof HTMLElement ? event.target.scrollTop : window.scrollY;
      setIsScrolled(top > SCROLLED_PX);
    };
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => window.removeEventListener("scroll", onScroll, { capture: true });
  }, [isOn]);
  return { isOn, isPaused: isOn && isScrolled, setOn, intervalMs: isOn && !isScrolled ? TAIL_MS : false };
}
