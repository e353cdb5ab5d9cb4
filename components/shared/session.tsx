"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { SessionView } from "@/lib/contracts/tenant";

const SessionContext = createContext<SessionView | null>(null);

export function SessionProvider({ session, children }: { session: SessionView; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in, in which organization and role. Only inside the console's layout. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs the console's layout around it.");
  return session;
}
