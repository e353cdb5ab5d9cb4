import "server-only";
import { dehydrate, type FetchQueryOptions, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, type ReactNode } from "react";
import { createQueryClient } from "@/components/trpc/query-client";
import { consoleDoor } from "@/server/console/door";
import { createPageContext } from "./page-context";

const queryClientOfRequest = cache(createQueryClient);

/** Query options that run the procedure here, as the visitor in the tenant of the address. */
export const trpcServer = cache((tenantSlug: string) =>
  createTRPCOptionsProxy({
    ctx: () => createPageContext(tenantSlug),
    router: consoleDoor().router,
    queryClient: queryClientOfRequest,
  }),
);

/** Starts a query whose result is streamed to the browser; a failure shows there, where it can be tried again. */
export function prefetch<Data, Failure, Result, Key extends QueryKey>(
  options: FetchQueryOptions<Data, Failure, Result, Key>,
): void {
  void queryClientOfRequest().prefetchQuery(options);
}

/** Hands the prefetched queries to the client components inside. */
export function HydrateClient({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClientOfRequest())}>{children}</HydrationBoundary>;
}
