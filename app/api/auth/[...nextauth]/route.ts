import NextAuth from "next-auth";
import { getRuntime } from "@/server/runtime";

export const runtime = "nodejs";

function handle(request: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(getRuntime().auth.nextAuthOptions)(request, context);
}

export { handle as GET, handle as POST };
