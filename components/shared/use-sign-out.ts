"use client";

import { signOut } from "next-auth/react";

/** Ends the session. The page is loaded anew, so nothing that was read stays in memory. */
export function useSignOut(): () => Promise<void> {
  return async () => {
    await signOut({ redirect: false });
    window.location.assign("/login");
  };
}
