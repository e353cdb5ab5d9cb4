import { getServerSession } from "next-auth";
import { getRuntime } from "@/server/runtime";
import type { SessionUser } from "./actor";

/** The signed-in person of the request that Next is answering; null when nobody is, or the session was ended. */
export async function currentUser(): Promise<SessionUser | null> {
  const { auth } = getRuntime();
  return auth.userOf(await getServerSession(auth.nextAuthOptions));
}
