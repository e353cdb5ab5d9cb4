import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import superjson from "superjson";

const STALE_MS = 30_000;
const MAX_RETRIES = 2;

/** A refusal stays a refusal: only what the server did not decide is tried again. */
function mayRetry(failureCount: number, error: Error): boolean {
  const isDecided = error instanceof TRPCClientError && error.data !== undefined && error.data !== null;
  return !isDecided && failureCount < MAX_RETRIES;
}

/** The cache of one tenant in one browser, or of one rendering on the server; both ends must serialize alike. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: typeof window === "undefined" ? false : mayRetry },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
