import type { Readable } from "node:stream";
import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { restRequestFilters } from "@/lib/contracts/rest";
import type { CurrentUser } from "@/server/auth/actor";
import { readRequestExport } from "@/server/services/request-exports/read-request-export";
import { writeRequestsCsv } from "@/server/services/requests/write-requests-csv";
import type { ServiceRuntime } from "@/server/services/service-context";
import { answerMember } from "./answer-member";

const query = restRequestFilters.extend({ tenant: z.string().min(1), export: z.uuid().optional() });

/**
 * The file of a finished export, `?tenant=<slug>&export=<id>`, or the request list as it is now: `?tenant=<slug>` and the list's own
 * filters. Streams, so that a month of traffic needs no memory.
 */
export function exportRequests(runtime: ServiceRuntime, request: Request, currentUser: CurrentUser): Promise<Response> {
  return answerMember({ runtime, request, currentUser, permission: "requests.read" }, async (actor, searchParams) => {
    const parsed = query.safeParse(Object.fromEntries(searchParams));
    if (!parsed.success)
      throw new AppError("invalid_request", `The address is not valid. ${z.prettifyError(parsed.error)}`);
    const { tenant: _, export: exportId, ...filters } = parsed.data;
    const context = { ...runtime, actor };
    const csv = exportId
      ? await readRequestExport(context, { id: exportId })
      : await writeRequestsCsv(context, filters);
    return new Response(toWebStream(csv), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="sluice-requests-${actor.tenantSlug}-${new Date().toISOString().slice(0, 10)}.csv"`,
        "cache-control": "no-store",
      },
    });
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
