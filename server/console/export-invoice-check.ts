import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { CurrentUser } from "@/server/auth/actor";
import { getInvoiceCheck } from "@/server/services/invoices/read-invoice-checks";
import { writeInvoiceCheckCsv } from "@/server/services/invoices/write-invoice-check-csv";
import type { ServiceRuntime } from "@/server/services/service-context";
import { answerMember } from "./answer-member";

const query = z.strictObject({ tenant: z.string().min(1), id: z.uuid() });

/** One invoice check as CSV: `?tenant=<slug>&id=<id>`. */
export function exportInvoiceCheck(
  runtime: ServiceRuntime,
  request: Request,
  currentUser: CurrentUser,
): Promise<Response> {
  return answerMember({ runtime, request, currentUser, permission: "usage.read" }, async (actor, searchParams) => {
    const parsed = query.safeParse(Object.fromEntries(searchParams));
    if (!parsed.success) throw new AppError("invalid_request", "The address needs tenant and id.");
    const check = await getInvoiceCheck({ database: runtime.database, actor }, { id: parsed.data.id });
    return new Response(writeInvoiceCheckCsv(check), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="sluice-invoice-check-${check.provider}-${check.fromDay}-${check.toDay}.csv"`,
        "cache-control": "no-store",
      },
    });
  });
}
