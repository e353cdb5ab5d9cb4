import { z } from "zod";
import { invoiceCheckInput, invoiceCheckSummary, invoiceCheckView } from "@/lib/contracts/invoice-check";
import { noInput } from "@/lib/contracts/no-input";
import { getInvoiceCheck, listInvoiceChecks, removeInvoiceCheck } from "@/server/services/invoices/read-invoice-checks";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const invoiceChecksRouter = router({
  list: tenantProcedure("usage.read")
    .input(noInput)
    .output(z.array(invoiceCheckSummary))
    .query(({ ctx }) => listInvoiceChecks(ctx)),
  get: tenantProcedure("usage.read")
    .input(invoiceCheckInput)
    .output(invoiceCheckView)
    .query(({ ctx, input }) => getInvoiceCheck(ctx, input)),
  remove: tenantProcedure("invoices.write")
    .input(invoiceCheckInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeInvoiceCheck(ctx, input)),
});
