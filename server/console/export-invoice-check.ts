import { z } from "zod";
import { AppError, toAppError } from "@/lib/contracts/errors";
import { roleHas } from "@/lib/contracts/permissions";
import type { CurrentUser } from "@/server/auth/actor";
import { resolveUserActor } from "@/server/auth/resolve-actor";
import { getInvoiceCheck } from "@/server/services/invoices/read-invoice-checks";
import { writeInvoiceCheckCsv } from "@/server/services/invoices/write-invoice-check-csv";
import type { ServiceRuntime } from "@/server/services/service-context";

const query = z.strictObject({ tenant: z.string().min(1), id: z.uuid() });

/** One invoice check as CSV: `?tenant=<slug>&id=<id>`. */
export async function exportInvoiceCheck(
  { database, log }: ServiceRuntime,
  request: Request,
  currentUser: CurrentUser,
): Promise<Response> {
  try {
    const user = await currentUser();
    if (!user) throw new AppError("unauthenticated");
    const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) throw new AppError("invalid_request", "The address needs tenant and id.");
    const actor = await resolveUserActor(database, user, parsed.data.tenant);
    if (!roleHas(actor.role, "usage.read")) throw new AppError("forbidden");
    const check = await getInvoiceCheck({ database, actor }, { id: parsed.data.id });
    return new Response(writeInvoiceCheckCsv(check), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="sluice-invoice-check-${check.provider}-${check.fromDay}-${check.toDay}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "internal") log.error({ err: thrown }, "An export failed.");
    return Response.json({ error: { message: error.message, code: error.code } }, { status: error.httpStatus });
  }
}
