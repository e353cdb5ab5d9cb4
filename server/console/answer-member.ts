import { randomUUID } from "node:crypto";
import { AppError, toAppError } from "@/lib/contracts/errors";
import type { Permission } from "@/lib/contracts/permissions";
import type { Actor, CurrentUser } from "@/server/auth/actor";
import { requirePermission } from "@/server/auth/require-permission";
import { resolveUserActor } from "@/server/auth/resolve-actor";
import type { ServiceRuntime } from "@/server/services/service-context";

export interface MemberRequest {
  runtime: ServiceRuntime;
  request: Request;
  currentUser: CurrentUser;
  permission: Permission;
}

/** Serves what no procedure can, files for one: to a signed-in member of `?tenant=<slug>` who holds the permission. A failure is answered as JSON. */
export async function answerMember(
  { runtime, request, currentUser, permission }: MemberRequest,
  serve: (actor: Actor, searchParams: URLSearchParams) => Promise<Response>,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    const user = await currentUser();
    if (!user) throw new AppError("unauthenticated");
    const { searchParams } = new URL(request.url);
    const tenant = searchParams.get("tenant");
    if (!tenant) throw new AppError("invalid_request", "The address needs the tenant: ?tenant=<slug>.");
    const actor = await resolveUserActor(runtime.database, user, tenant);
    requirePermission(actor, permission);
    return await serve(actor, searchParams);
  } catch (thrown) {
    const error = toAppError(thrown);
    const { message, code, details, httpStatus } = error;
    if (code === "internal") runtime.log.error({ err: thrown, requestId, permission }, "A file could not be served.");
    const body = { error: { message, code, param: details.param ?? null, request_id: requestId } };
    return Response.json(body, { status: httpStatus });
  }
}
