"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/trpc/router";
import { createQueryClient } from "./query-client";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

let browserCache: { tenantSlug: string; queryClient: QueryClient } | undefined;

/** One cache per tenant: nothing of the one before is left when another is opened. */
function queryClientOf(tenantSlug: string): QueryClient {
  if (typeof window === "undefined") return createQueryClient();
  if (browserCache?.tenantSlug !== tenantSlug) browserCache = { tenantSlug, queryClient: createQueryClient() };
  return browserCache.queryClient;
}

/** Gives pages below it tRPC as a member of the tenant. Set `key` to the slug, so that a change of tenant starts anew. */
export function TrpcProvider({ tenantSlug, children }: { tenantSlug: string; children: ReactNode }) {
  const queryClient = queryClientOf(tenantSlug);
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        httpBatchStreamLink({
          url: "/api/trpc",
          transformer: superjson,
          headers: { "x-sluice-tenant": tenantSlug },
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
