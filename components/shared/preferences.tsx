"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Locale } from "@/lib/i18n/locale";

export type Preference = { name: "locale"; value: Locale } | { name: "sidebar"; value: "open" | "collapsed" };
export type Remember = (preference: Preference) => Promise<void>;

const RememberContext = createContext<Remember | null>(null);

export function PreferencesProvider({ remember, children }: { remember: Remember; children: ReactNode }) {
  return <RememberContext value={remember}>{children}</RememberContext>;
}

/** Keeps a choice on the server's side, which renders the page anew with it. */
export function useRemember(): Remember {
  const remember = useContext(RememberContext);
  if (!remember) throw new Error("useRemember needs <PreferencesProvider> around it.");
  return remember;
}
