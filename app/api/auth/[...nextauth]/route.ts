import NextAuth from "next-auth";
import { consoleDoor } from "@/server/console/door";

export const runtime = "nodejs";

function handle(request: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(consoleDoor().auth.nextAuthOptions)(request, context);
}

export { handle as GET, handle as POST };
