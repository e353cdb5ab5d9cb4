import { LRUCache } from "lru-cache";
import type { NextAuthOptions, Session } from "next-auth";
import type { Database } from "@/server/db/client";
import type { Secret } from "@/server/gateway/spec/secret";
import type { SessionUser } from "./actor";
import { deriveApiKeyPepper } from "./api-keys";
import { createNextAuthOptions } from "./next-auth";
import { signIn } from "./sign-in";
import { createSignInThrottle } from "./sign-in-throttle";

/** An ended session lives on for at most this long. */
const SESSION_CACHE_MS = 1_000;
/** People seen within that time; a further one is looked up again. */
const CACHED_PEOPLE = 1_000;

export interface Auth {
  readonly nextAuthOptions: NextAuthOptions;
  /** What secrets of API keys are hashed under. */
  readonly apiKeyPepper: Buffer;
  /** The person behind a session, or null when there is none or it was ended. */
  userOf(session: Session | null): Promise<SessionUser | null>;
}

/** One per process: it holds the counts of failed sign-ins. */
export function createAuth({
  database,
  sessionSecret,
  now,
}: {
  database: Database;
  sessionSecret: Secret;
  now: () => Date;
}): Auth {
  const throttle = createSignInThrottle(now);
  const users = new LRUCache<string, { user: SessionUser; sessionVersion: number } | "gone">({
    max: CACHED_PEOPLE,
    ttl: SESSION_CACHE_MS,
    fetchMethod: async (id) => {
      const user = await database.asSystem.user.findUnique({
        where: { id },
        select: { id: true, name: true, email: true, isOperator: true, sessionVersion: true },
      });
      if (!user) return "gone";
      const { sessionVersion, ...rest } = user;
      return { user: rest, sessionVersion };
    },
  });

  return {
    nextAuthOptions: createNextAuthOptions({
      sessionSecret,
      signIn: (credentials, address) => signIn({ database, throttle }, credentials, address),
    }),
    apiKeyPepper: deriveApiKeyPepper(sessionSecret),
    async userOf(session) {
      if (!session?.userId) return null;
      const known = await users.fetch(session.userId);
      if (!known || known === "gone" || known.sessionVersion !== session.sessionVersion) return null;
      return known.user;
    },
  };
}
