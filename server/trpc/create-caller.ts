import { headers } from "next/headers";
import { cache } from "react";
import { currentUser } from "@/server/auth/session";
import { getRuntime } from "@/server/runtime";
import { createContext, TENANT_HEADER } from "./context";
import { createCallerFactory } from "./procedures";
import { appRouter } from "./router";

const callerOf = createCallerFactory(appRouter);

/** The context of the page being rendered, as a member of the tenant with this slug; once per request and tenant. */
export const createPageContext = cache(async (tenantSlug: string | null) => {
  const forwarded = new Headers();
  const requestId = (await headers()).get("x-request-id");
  if (requestId) forwarded.set("x-request-id", requestId);
  if (tenantSlug) forwarded.set(TENANT_HEADER, tenantSlug);
  return createContext({ runtime: getRuntime(), headers: forwarded, currentUser });
});

/** Calls procedures from a page without HTTP: the session is the visitor's, the tenant the one in the address. */
export async function createCaller(tenantSlug: string | null) {
  return callerOf(await createPageContext(tenantSlug));
}
