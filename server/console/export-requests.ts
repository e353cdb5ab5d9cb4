import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { z } from "zod";
import { AppError, toAppError } from "@/lib/contracts/errors";
import { roleHas } from "@/lib/contracts/permissions";
import { restRequestFilters } from "@/lib/contracts/rest";
import type { CurrentUser, SessionUser } from "@/server/auth/actor";
import { resolveUserActor } from "@/server/auth/resolve-actor";
import { readRequestExport } from "@/server/services/request-exports/read-request-export";
import { writeRequestsCsv } from "@/server/services/requests/write-requests-csv";
import type { ServiceRuntime } from "@/server/services/service-context";

const query = restRequestFilters.extend({ tenant: z.string().min(1), export: z.uuid().optional() });

/**
 * The file of a finished export, `?tenant=<slug>&export=<id>`, or the request list as it is now: `?tenant=<slug>` and the list's own
 * filters. Streams, so that a month of traffic needs no memory.
 */
export async function exportRequests(
  runtime: ServiceRuntime,
  request: Request,
  currentUser: CurrentUser,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    return await exportCsv(runtime, request, await currentUser());
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "internal") runtime.log.error({ err: thrown, requestId }, "An export failed.");
    const body = {
      error: { message: error.message, code: error.code, param: error.details.param ?? null, request_id: requestId },
    };
    return Response.json(body, { status: error.httpStatus });
  }
}

async function exportCsv(services: ServiceRuntime, request: Request, user: SessionUser | null): Promise<Response> {
  if (!user) throw new AppError("unauthenticated");
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success)
    throw new AppError("invalid_request", `The address is not valid. ${z.prettifyError(parsed.error)}`);
  const { tenant, export: exportId, ...filters } = parsed.data;
  const actor = await resolveUserActor(services.database, user, tenant);
  if (!roleHas(actor.role, "requests.read")) {
    throw new AppError(
      "forbidden",
      `Your role, ${actor.role}, does not allow this (requests.read). Ask an owner or admin.`,
    );
  }
  const context = { ...services, actor };
  const csv = exportId ? await readRequestExport(context, { id: exportId }) : await writeRequestsCsv(context, filters);
  return new Response(toWebStream(csv), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="sluice-requests-${actor.tenantSlug}-${new Date().toISOString().slice(0, 10)}.csv"`,
      "cache-control": "no-store",
    },
  });
}

function toWebStream(readable: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Buffer> = readable.iterator();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void readable.destroy(),
  });
}
