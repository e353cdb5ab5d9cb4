import { randomUUID } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { AppError, toAppError } from "@/lib/contracts/errors";
import { MAX_INVOICE_BYTES } from "@/lib/contracts/invoice-check";
import { roleHas } from "@/lib/contracts/permissions";
import type { CurrentUser, SessionUser } from "@/server/auth/actor";
import { resolveUserActor } from "@/server/auth/resolve-actor";
import { createInvoiceCheck } from "@/server/services/invoices/create-invoice-check";
import type { ServiceRuntime } from "@/server/services/service-context";
import { isForeignOrigin } from "@/server/trpc/is-foreign-origin";

/** A vendor's CSV as the body: `?tenant=<slug>&name=<file name>`. It is read as it comes, so that twenty megabytes need no memory. */
export async function uploadInvoice(
  runtime: ServiceRuntime,
  request: Request,
  currentUser: CurrentUser,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    return Response.json(await check(runtime, request, await currentUser()), { status: 201 });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "internal") runtime.log.error({ err: thrown, requestId }, "An upload failed.");
    const { message, code, httpStatus } = error;
    return Response.json({ error: { message, code, request_id: requestId } }, { status: httpStatus });
  }
}

async function check(services: ServiceRuntime, request: Request, user: SessionUser | null): Promise<{ id: string }> {
  if (!user) throw new AppError("unauthenticated");
  if (isForeignOrigin(request.headers))
    throw new AppError(
      "forbidden",
      "The request came from a page of another site. Use the console at its own address.",
    );
  const { searchParams } = new URL(request.url);
  const actor = await resolveUserActor(services.database, user, searchParams.get("tenant") ?? "");
  if (!roleHas(actor.role, "invoices.write")) {
    throw new AppError(
      "forbidden",
      `Your role, ${actor.role}, does not allow this (invoices.write). Ask an owner or admin.`,
    );
  }
  if (!request.body) throw new AppError("invalid_request", "The upload is empty. Choose a CSV file.");
  const file = bounded(Readable.from(request.body));
  const { id } = await createInvoiceCheck({ ...services, actor }, { fileName: searchParams.get("name") ?? "", file });
  return { id };
}

function bounded(source: Readable): Readable {
  let size = 0;
  const bound = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      if (size <= MAX_INVOICE_BYTES) done(null, chunk);
      else
        done(
          new AppError(
            "request_too_large",
            `The file is larger than ${MAX_INVOICE_BYTES / 1_000_000} MB. Export a shorter time.`,
          ),
        );
    },
  });
  source.once("error", (error) => bound.destroy(error));
  bound.once("close", () => source.destroy());
  return source.pipe(bound);
}
