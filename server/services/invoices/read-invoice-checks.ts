import { AppError } from "@/lib/contracts/errors";
import type { InvoiceCheckSummary, InvoiceCheckView } from "@/lib/contracts/invoice-check";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { toSummary, toView } from "./invoice-check-row";

const MOST_LISTED = 100;

/** Newest first, without their lines. */
export async function listInvoiceChecks({ actor, database }: ServiceContext): Promise<InvoiceCheckSummary[]> {
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.invoiceCheck.findMany({
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: MOST_LISTED,
      omit: { lines: true },
    }),
  );
  return rows.map(toSummary);
}

/** Throws `not_found`. */
export async function getInvoiceCheck(
  { actor, database }: Pick<ServiceContext, "actor" | "database">,
  { id }: { id: string },
): Promise<InvoiceCheckView> {
  const row = await database.inTenant(actor.tenantId, (tx) => tx.invoiceCheck.findUnique({ where: { id } }));
  if (!row) throw invoiceCheckNotFound();
  return toView(row);
}

export async function removeInvoiceCheck({ actor, database }: ServiceContext, { id }: { id: string }): Promise<void> {
  await database.inTenant(actor.tenantId, async (tx) => {
    const row = await tx.invoiceCheck.findUnique({ where: { id }, select: { fileName: true } });
    if (!row) throw invoiceCheckNotFound();
    await tx.invoiceCheck.deleteMany({ where: { id } });
    await writeAudit(tx, actor, { action: "invoice_check.remove", targetId: id, targetName: row.fileName });
  });
}

const invoiceCheckNotFound = () => new AppError("not_found", "There is no such invoice check in this organization.");
