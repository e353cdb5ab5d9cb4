"use client";

import { useRef } from "react";

/**
 * Runs what a menu item started once the menu has closed and its button has the focus again, so that a dialog opened by it can give the
 * focus back there.
 */
export function useMenuActions(): { choose: (action: () => void) => void; onCloseAutoFocus: () => void } {
  const chosen = useRef<(() => void) | null>(null);
  return {
    choose: (action) => {
      chosen.current = action;
    },
    onCloseAutoFocus: () => {
      const action = chosen.current;
      chosen.current = null;
      if (action) queueMicrotask(action);
    },
  };
}
