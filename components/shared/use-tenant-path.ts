"use client";

import { useSession } from "./session";

/** Console addresses of the current organization: `path("/providers")` → `/t/acme/providers`. */
export function useTenantPath(): (path: string) => string {
  const { tenant } = useSession();
  return (path) => `/t/${tenant.slug}${path === "/" ? "" : path}`;
}
