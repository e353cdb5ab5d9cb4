import type { CachePolicy } from "@/lib/contracts/cache";

/** What a client says of the cache for one call, by `cache-control`. */
export interface CacheWish {
  /** False with `no-cache` and `no-store`: the answer must be made anew. */
  mayRead: boolean;
  /** False with `no-store`: the answer must not be kept. */
  mayWrite: boolean;
}

export interface CacheUse extends CacheWish {
  policy: CachePolicy;
}

/**
 * Whether and how a call uses the cache. The client's wish can only narrow; a setting of the processor, profile or key stands over the
 * organization's mode. Pure.
 */
export function cacheUseOf(
  policy: CachePolicy,
  call: {
    /** True for the completion endpoint, which keeps its answers unless told otherwise. */
    isCompletion: boolean;
    /** What a tier nearer to the call than the organization says. */
    isEnabled: boolean | undefined;
    wish: CacheWish | undefined;
  },
): CacheUse | undefined {
  const isOn = call.isEnabled ?? (policy.mode === "all" || (policy.mode === "completions" && call.isCompletion));
  if (!isOn) return undefined;
  const { mayRead, mayWrite } = call.wish ?? UNRESTRICTED;
  return mayRead || mayWrite ? { policy, mayRead, mayWrite } : undefined;
}

const UNRESTRICTED: CacheWish = { mayRead: true, mayWrite: true };

/** Reads a request's `cache-control` (RFC 9111 §5.2.1); undefined where it says nothing that matters here. */
export function readCacheControl(header: string | undefined): CacheWish | undefined {
  if (header === undefined) return undefined;
  const directives = header
    .toLowerCase()
    .split(",")
    .map((each) => each.trim());
  if (directives.includes("no-store")) return { mayRead: false, mayWrite: false };
  if (directives.includes("no-cache") || directives.includes("max-age=0")) return { mayRead: false, mayWrite: true };
  return undefined;
}
