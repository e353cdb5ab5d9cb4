import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { consoleDoor } from "@/server/console/door";
import { currentUser } from "./current-user";

/** The context of the page being rendered, as a member of the tenant with this slug; once per request and tenant. */
export const createPageContext = cache(async (tenantSlug: string | null) =>
  consoleDoor().pageContext({ tenantSlug, requestId: (await headers()).get("x-request-id"), currentUser }),
);

/** Calls procedures from a page without HTTP: the session is the visitor's, the tenant the one in the address. */
export async function createCaller(tenantSlug: string | null) {
  return consoleDoor().callerOf(await createPageContext(tenantSlug));
}
