import { randomUUID } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { AppError, toAppError } from "@/lib/contracts/errors";
import { MAX_INVOICE_BYTES } from "@/lib/contracts/invoice-check";
import { roleHas } from "@/lib/contracts/permissions";
import { resolveUserActor } from "@/server/auth/resolve-actor";
import { currentUser } from "@/server/auth/session";
import { getRuntime } from "@/server/runtime";
import { createInvoiceCheck } from "@/server/services/invoices/create-invoice-check";
import { isForeignOrigin } from "@/server/trpc/is-foreign-origin";

export const runtime = "nodejs";

/** A vendor's CSV as the body: `?tenant=<slug>&name=<file name>`. It is read as it comes, so that twenty megabytes need no memory. */
export async function POST(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    return Response.json(await check(request), { status: 201 });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "internal") getRuntime().log.error({ err: thrown, requestId }, "An upload failed.");
    const { message, code, httpStatus } = error;
    return Response.json({ error: { message, code, request_id: requestId } }, { status: httpStatus });
  }
}

async function check(request: Request): Promise<{ id: string }> {
  const user = await currentUser();
  if (!user) throw new AppError("unauthenticated");
  if (isForeignOrigin(request.headers))
    throw new AppError(
      "forbidden",
      "The request came from a page of another site. Use the console at its own address.",
    );
  const { searchParams } = new URL(request.url);
  const services = getRuntime();
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
