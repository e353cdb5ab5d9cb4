import { Readable, Transform } from "node:stream";
import { AppError } from "@/lib/contracts/errors";
import { MAX_INVOICE_BYTES } from "@/lib/contracts/invoice-check";
import type { CurrentUser } from "@/server/auth/actor";
import { createInvoiceCheck } from "@/server/services/invoices/create-invoice-check";
import type { ServiceRuntime } from "@/server/services/service-context";
import { isForeignOrigin } from "@/server/trpc/is-foreign-origin";
import { answerMember } from "./answer-member";

/** A vendor's CSV as the body: `?tenant=<slug>&name=<file name>`. It is read as it comes, so that twenty megabytes need no memory. */
export function uploadInvoice(runtime: ServiceRuntime, request: Request, currentUser: CurrentUser): Promise<Response> {
  return answerMember({ runtime, request, currentUser, permission: "invoices.write" }, async (actor, searchParams) => {
    if (isForeignOrigin(request.headers))
      throw new AppError(
        "forbidden",
        "The request came from a page of another site. Use the console at its own address.",
      );
    if (!request.body) throw new AppError("invalid_request", "The upload is empty. Choose a CSV file.");
    const file = bounded(Readable.from(request.body));
    const fileName = searchParams.get("name") ?? "";
    const { id } = await createInvoiceCheck({ ...runtime, actor }, { fileName, file });
    return Response.json({ id }, { status: 201 });
  });
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
