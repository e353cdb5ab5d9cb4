import { z } from "zod";
import {
  type InvoiceCheckSummary,
  type InvoiceCheckView,
  invoiceFormat,
  invoiceLine,
  meteredFigures,
  vendorFigures,
} from "@/lib/contracts/invoice-check";
import type { InvoiceCheck } from "@/server/db/generated/client";

const totals = z.object({ vendor: vendorFigures, metered: meteredFigures });

export function toSummary(row: Omit<InvoiceCheck, "lines">): InvoiceCheckSummary {
  const { id, provider, fileName, fromDay, toDay, createdByName, createdAt } = row;
  const format = invoiceFormat.parse(row.format);
  return { id, provider, format, fileName, fromDay, toDay, createdByName, createdAt, ...totals.parse(row.totals) };
}

export function toView(row: InvoiceCheck): InvoiceCheckView {
  return { ...toSummary(row), lines: z.array(invoiceLine).parse(row.lines) };
}
