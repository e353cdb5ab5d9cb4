import type { CurrentUser } from "@/server/auth/actor";
import type { Runtime } from "@/server/runtime";
import { type Context, createContext, TENANT_HEADER } from "@/server/trpc/context";
import { createCallerFactory } from "@/server/trpc/procedures";
import { appRouter } from "@/server/trpc/router";
import { answerTrpc } from "./answer-trpc";
import { exportInvoiceCheck } from "./export-invoice-check";
import { exportRequests } from "./export-requests";
import { uploadInvoice } from "./upload-invoice";

export type ConsoleDoor = ReturnType<typeof createConsoleDoor>;

/** All that pages and routes may ask of the server. */
export function createConsoleDoor(runtime: Runtime) {
  return {
    auth: runtime.auth,
    router: appRouter,
    /** Calls procedures without HTTP. */
    callerOf: createCallerFactory(appRouter),
    /** Of a page being rendered, as a member of the tenant with this slug. */
    pageContext(page: {
      tenantSlug: string | null;
      requestId: string | null;
      currentUser: CurrentUser;
    }): Promise<Context> {
      const headers = new Headers();
      if (page.requestId) headers.set("x-request-id", page.requestId);
      if (page.tenantSlug) headers.set(TENANT_HEADER, page.tenantSlug);
      return createContext({ runtime, headers, currentUser: page.currentUser });
    },
    answerTrpc: (request: Request, currentUser: CurrentUser) => answerTrpc(runtime, request, currentUser),
    exportRequests: (request: Request, currentUser: CurrentUser) => exportRequests(runtime, request, currentUser),
    exportInvoiceCheck: (request: Request, currentUser: CurrentUser) =>
      exportInvoiceCheck(runtime, request, currentUser),
    uploadInvoice: (request: Request, currentUser: CurrentUser) => uploadInvoice(runtime, request, currentUser),
  };
}
