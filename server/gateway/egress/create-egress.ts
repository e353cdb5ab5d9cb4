import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { createAddressPolicy, type Destination, isIpAddress } from "./address-policy";
import { checkHeaders } from "./check-headers";
import { type EgressResponse, Exchange, type ExchangeLimits } from "./exchange";
import { createGuardedLookup, type ResolveAll, resolveWithSystem } from "./guarded-lookup";
import { parseUrl } from "./parse-url";
import type { EgressThread } from "./thread/create-egress-thread";
import { abortedBy, translateFailure } from "./translate-failure";

export interface EgressRequest extends ExchangeLimits {
  url: string;
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** The answer is wanted in one piece, however it comes: such a request may be made by the egress thread. */
  isWhole?: boolean;
}

export interface Contact {
  origin: string;
  firstAt: Date;
  lastAt: Date;
  count: number;
}

export interface Egress {
  /** Sends one request. Rejects with an `AppError` only; any HTTP status but a redirect is an answer. */
  request(request: EgressRequest): Promise<EgressResponse>;
  /** Judges a URL as far as possible without DNS. Throws `invalid_request` or `egress_blocked`. */
  check(url: string): void;
  /** As `check`, and resolves the name too. Rejects with `egress_blocked` or `provider_unavailable`. */
  resolve(url: string): Promise<void>;
  /** Every origin a packet was sent to since the start, most recent first. */
  contacted(): Contact[];
  /** Lets running requests end, then closes every connection. */
  close(): Promise<void>;
}

export interface EgressPolicy {
  /** `host:port` entries that may lie in a private network; a bare host means any port. */
  allowPrivateHosts: readonly string[];
  /** Refuse every host that is not in `allowPrivateHosts`. */
  isOffline: boolean;
}

export interface EgressOptions extends EgressPolicy {
  /** Called the first time an origin is contacted. */
  onContact?: (origin: string) => void;
  connectTimeoutMs?: number;
  /** Replaces DNS in tests. */
  resolveAll?: ResolveAll;
  /** Takes requests for whole answers while this thread is busy; its rules are the same. */
  thread?: EgressThread | undefined;
}

interface Door {
  pool: Pool;
  host: string;
  contact: () => void;
}

interface KnownUrl {
  origin: string;
  path: string;
}

const MAX_POOLS = 512;
const MAX_URLS = 2_000;
const MAX_CONTACTS = 5_000;

/** The only way out of the process: every byte Sluice sends to a provider passes here. */
export function createEgress(options: EgressOptions): Egress {
  const { thread } = options;
  const policy = createAddressPolicy(options);
  const resolveAll = options.resolveAll ?? resolveWithSystem;
  const doors = new Map<string, Door>();
  const contacts = new Map<string, { firstAtMs: number; lastAtMs: number; count: number }>();
  /** The same few addresses are called over and over, and taking one apart costs more than the map. */
  const urls = new LRUCache<string, KnownUrl>({ max: MAX_URLS });
  const retiring = new Set<Promise<void>>();
  const underWay = { count: 0 };

  function remember(text: string): KnownUrl {
    const url = parseUrl(text);
    const known = { origin: url.origin, path: url.pathname + url.search };
    urls.set(text, known);
    return known;
  }

  function recordContact(origin: string): void {
    const nowMs = Date.now();
    const known = contacts.get(origin);
    if (known !== undefined) {
      known.lastAtMs = nowMs;
      known.count++;
      return;
    }
    if (contacts.size >= MAX_CONTACTS) contacts.delete(contacts.keys().next().value ?? "");
    contacts.set(origin, { firstAtMs: nowMs, lastAtMs: nowMs, count: 1 });
    options.onContact?.(origin);
  }

  function openDoor({ origin, host, port }: Destination): Door {
    const pool = new Pool(origin, {
      connections: 4096,
      pipelining: 1,
      // Below the 5 s after which uvicorn (vLLM and most Python servers) closes an idle connection without saying so.
      keepAliveTimeout: 4_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: options.connectTimeoutMs ?? 5_000,
        lookup: createGuardedLookup(policy, host, port, resolveAll),
      },
    });
    const door: Door = { pool, host, contact: () => recordContact(origin) };
    doors.set(origin, door);
    if (doors.size > MAX_POOLS) retireOldest();
    return door;
  }

  /** Closing is graceful: requests under way keep their connection to the end. */
  function retireOldest(): void {
    const [oldest] = doors;
    if (oldest === undefined) return;
    doors.delete(oldest[0]);
    const closing = oldest[1].pool.close().finally(() => retiring.delete(closing));
    retiring.add(closing);
  }

  return {
    request(request) {
      return new Promise((resolve, reject) => {
        if (request.signal.aborted) throw abortedBy(request.signal);
        checkHeaders(request.headers);
        const url = urls.get(request.url) ?? remember(request.url);
        // Behind an open door the origin has been judged, and its lookup judges every further connection.
        const door = doors.get(url.origin) ?? openDoor(policy.check(parseUrl(request.url)));
        if (request.isWhole === true && thread?.isWanted(underWay.count) === true) {
          resolve(thread.request(request, door.contact));
          return;
        }
        const exchange = new Exchange(door.host, request, door.contact, underWay, resolve, reject);
        try {
          door.pool.dispatch(
            {
              path: url.path,
              method: request.method,
              headers: request.headers,
              body: request.body ?? null,
            },
            exchange,
          );
        } catch (error) {
          exchange.fail(translateFailure(error, door.host, "connect"));
        }
      });
    },

    check(url) {
      policy.check(parseUrl(url));
    },

    async resolve(text) {
      const { host, port } = policy.check(parseUrl(text));
      if (isIpAddress(host)) return;
      const lookup = createGuardedLookup(policy, host, port, resolveAll);
      await new Promise<void>((resolve, reject) => {
        lookup(host, { all: true }, (error) =>
          error === null ? resolve() : reject(translateFailure(error, host, "connect")),
        );
      });
    },

    contacted() {
      return [...contacts]
        .map(([origin, { firstAtMs, lastAtMs, count }]) => ({
          origin,
          firstAt: new Date(firstAtMs),
          lastAt: new Date(lastAtMs),
          count,
        }))
        .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime());
    },

    async close() {
      const closing = [...doors.values()].map(({ pool }) => pool.close());
      doors.clear();
      await Promise.all([...closing, ...retiring, thread?.close()]);
    },
  };
}
