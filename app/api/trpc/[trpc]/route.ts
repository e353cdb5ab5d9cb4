import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { currentUser } from "@/server/auth/session";
import { getRuntime } from "@/server/runtime";
import { createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/router";

export const runtime = "nodejs";

function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ runtime: getRuntime(), headers: request.headers, currentUser }),
    responseMeta: ({ ctx }) => ({
      headers: new Headers({ "cache-control": "no-store", ...(ctx && { "x-request-id": ctx.requestId }) }),
    }),
  });
}

export { handle as GET, handle as POST };
