import "server-only";
import { getServerSession } from "next-auth";
import { consoleDoor } from "@/server/console/door";

/** The signed-in person of the request that Next is answering; null when nobody is, or the session was ended. */
export async function currentUser() {
  const { auth } = consoleDoor();
  return auth.userOf(await getServerSession(auth.nextAuthOptions));
}
