import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import { readSluiceError } from "@/components/shared/sluice-error";

const STALE_MS = 30_000;
const MAX_RETRIES = 2;

/** A refusal stays a refusal: only what the server did not decide is tried again. */
function mayRetry(failureCount: number, error: Error): boolean {
  const isDecided = error instanceof TRPCClientError && error.data !== undefined && error.data !== null;
  return !isDecided && failureCount < MAX_RETRIES;
}

/** A session that ended meanwhile is begun anew, and leads back to where it ended. */
function signInAgain(error: Error): void {
  if (typeof window === "undefined" || readSluiceError(error).code !== "unauthenticated") return;
  const { pathname, search } = window.location;
  window.location.assign(`/login?${new URLSearchParams({ from: `${pathname}${search}` })}`);
}

/** The cache of one tenant in one browser, or of one rendering on the server; both ends must serialize alike. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInAgain }),
    mutationCache: new MutationCache({ onError: signInAgain }),
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
