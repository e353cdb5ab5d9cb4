import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { CurrentUser } from "@/server/auth/actor";
import { type ContextRuntime, createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/router";

/** `/api/trpc/*`, for the console and for API keys. */
export function answerTrpc(runtime: ContextRuntime, request: Request, currentUser: CurrentUser): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ runtime, headers: request.headers, currentUser }),
    responseMeta: ({ ctx }) => ({
      headers: new Headers({ "cache-control": "no-store", ...(ctx && { "x-request-id": ctx.requestId }) }),
    }),
  });
}
