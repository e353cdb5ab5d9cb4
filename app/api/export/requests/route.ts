import { currentUser } from "@/app/current-user";
import { consoleDoor } from "@/server/console/door";

export const runtime = "nodejs";

export function GET(request: Request): Promise<Response> {
  return consoleDoor().exportRequests(request, currentUser);
}
