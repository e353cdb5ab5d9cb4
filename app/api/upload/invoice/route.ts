import { currentUser } from "@/app/current-user";
import { consoleDoor } from "@/server/console/door";

export const runtime = "nodejs";

export function POST(request: Request): Promise<Response> {
  return consoleDoor().uploadInvoice(request, currentUser);
}
