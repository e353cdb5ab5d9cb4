import type { NextAuthOptions } from "next-auth";
import type { Secret } from "@/server/gateway/spec/secret";
import type { SignedIn } from "./sign-in";

declare module "next-auth" {
  interface User {
    sessionVersion: number;
  }
  interface Session {
    userId?: string;
    sessionVersion?: number;
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    userId?: string;
    sessionVersion?: number;
  }
}

const SESSION_MAX_AGE_SECONDS = 7 * 24 * 60 * 60;

export interface NextAuthSettings {
  sessionSecret: Secret;
  /** Null refuses; the address is the client's, as far as known. */
  signIn: (credentials: unknown, address: string) => Promise<SignedIn | null>;
}

/** Sessions are signed tokens that name a user and a version; whether the version still counts is asked of the database. */
export function createNextAuthOptions({ sessionSecret, signIn }: NextAuthSettings): NextAuthOptions {
  return {
    secret: sessionSecret.reveal(),
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: "/login" },
    providers: [
      // Written out, because Node and bundlers disagree on what the CommonJS module of `Credentials` exports.
      {
        id: "credentials",
        type: "credentials",
        name: "Email",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) => signIn(credentials, addressOf(request.headers?.["x-forwarded-for"])),
      },
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, userId: user.id, sessionVersion: user.sessionVersion } : token),
      session: ({ session, token }) => ({ ...session, userId: token.userId, sessionVersion: token.sessionVersion }),
    },
  };
}

/** The last entry is the one that the nearest proxy, or our own server, wrote; those before it are the client's claim. */
function addressOf(forwardedFor: unknown): string {
  return typeof forwardedFor === "string" ? (forwardedFor.split(",").at(-1)?.trim() ?? "") : "";
}
