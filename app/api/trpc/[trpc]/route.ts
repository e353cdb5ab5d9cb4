import { currentUser } from "@/app/current-user";
import { consoleDoor } from "@/server/console/door";

export const runtime = "nodejs";

function handle(request: Request): Promise<Response> {
  return consoleDoor().answerTrpc(request, currentUser);
}

export { handle as GET, handle as POST };
