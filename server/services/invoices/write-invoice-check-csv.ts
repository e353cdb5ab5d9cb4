import { stringify } from "csv-stringify/sync";
import { driftOf, type InvoiceCheckView, type InvoiceLine } from "@/lib/contracts/invoice-check";
import { formatNanoUsd } from "@/lib/contracts/money";

/** The lines of a check as CSV. What is not known is an empty cell, never 0; cells that a spreadsheet would run as a formula are escaped. */
export function writeInvoiceCheckCsv({ lines }: Pick<InvoiceCheckView, "lines">): string {
  return stringify(
    lines.map((line) => Object.values(COLUMNS).map((read) => String(read(line) ?? ""))),
    { header: true, columns: Object.keys(COLUMNS), bom: true, escape_formulas: true },
  );
}

const usd = (nano: string | null | undefined) =>
  nano === null || nano === undefined
    ? null
    : `${nano.startsWith("-") ? "-" : ""}${formatNanoUsd(nano.replace("-", ""))}`;
const percent = (drift: number | null) => (drift === null ? null : (drift * 100).toFixed(2));

const COLUMNS: Record<string, (line: InvoiceLine) => string | number | null | undefined> = {
  day_utc: ({ day }) => day,
  model: ({ model }) => model,
  vendor_requests: ({ vendor }) => vendor?.requests,
  metered_requests: ({ metered }) => metered?.requests,
  vendor_input_tokens: ({ vendor }) => vendor?.inputTokens,
  metered_input_tokens: ({ metered }) => metered?.inputTokens,
  input_drift_percent: ({ vendor, metered }) =>
    percent(driftOf(vendor?.inputTokens ?? null, metered?.inputTokens ?? null)),
  vendor_output_tokens: ({ vendor }) => vendor?.outputTokens,
  metered_output_tokens: ({ metered }) => metered?.outputTokens,
  output_drift_percent: ({ vendor, metered }) =>
    percent(driftOf(vendor?.outputTokens ?? null, metered?.outputTokens ?? null)),
  vendor_cost_usd: ({ vendor }) => usd(vendor?.costNanoUsd),
  metered_cost_usd: ({ metered }) => usd(metered?.costNanoUsd),
  cost_drift_percent: ({ vendor, metered }) =>
    percent(driftOf(vendor?.costNanoUsd ?? null, metered?.costNanoUsd ?? null)),
  unpriced_requests: ({ metered }) => metered?.unpricedCount,
  estimated_requests: ({ metered }) => metered?.estimatedCount,
};
