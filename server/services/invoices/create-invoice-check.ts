import type { Readable } from "node:stream";
import type { InvoiceCheckView } from "@/lib/contracts/invoice-check";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { compareUsage, sumLines } from "./compare-usage";
import { toView } from "./invoice-check-row";
import { readVendorCsv } from "./read-vendor-csv";
import { selectMeteredDays } from "./select-metered-days";

const MOST_NAME_CHARACTERS = 200;

/** Compares a vendor's file with what was metered, and keeps the result; of the file nothing else is kept. Throws `invalid_request`. */
export async function createInvoiceCheck(
  { actor, database }: ServiceContext,
  { fileName, file }: { fileName: string; file: Readable },
): Promise<InvoiceCheckView> {
  const { tenantId } = actor;
  const { format, lines: vendorLines } = await readVendorCsv(file);
  const days = vendorLines.map(({ day }) => day).toSorted();
  const [fromDay = "", toDay = ""] = [days[0], days.at(-1)];
  return database.inTenant(tenantId, async (tx) => {
    const metered = await selectMeteredDays(tx, tenantId, format.provider, fromDay, toDay);
    const lines = compareUsage(vendorLines, metered);
    const row = await tx.invoiceCheck.create({
      data: {
        tenantId,
        provider: format.provider,
        format: format.id,
        fileName: fileName.replace(/\p{Cc}/gu, "").slice(0, MOST_NAME_CHARACTERS) || "usage.csv",
        fromDay,
        toDay,
        totals: sumLines(lines),
        lines,
        createdByName: actor.name,
      },
    });
    await writeAudit(tx, actor, {
      action: "invoice_check.create",
      targetId: row.id,
      targetName: row.fileName,
      changes: { format: format.id, fromDay, toDay },
    });
    return toView(row);
  });
}
