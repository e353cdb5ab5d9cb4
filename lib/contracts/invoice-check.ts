import { z } from "zod";

/** Files that vendors let people download; which one it is, is told from its columns. */
export const invoiceFormat = z.enum([
  "openai_usage",
  "openai_cost",
  "anthropic_usage",
  "anthropic_cost",
  "openrouter_activity",
]);
export type InvoiceFormat = z.infer<typeof invoiceFormat>;

export const MAX_INVOICE_BYTES = 20_000_000;

/** Nano-USD; a vendor's credits are negative. */
const signedNanoUsd = z.string().regex(/^-?\d+$/);
const count = z.number().int();

/** What the file says of a model's day; null where it doesn't say. */
export const vendorFigures = z.object({
  requests: count.nullable(),
  inputTokens: count.nullable(),
  outputTokens: count.nullable(),
  costNanoUsd: signedNanoUsd.nullable(),
});
export type VendorFigures = z.infer<typeof vendorFigures>;

/** What Sluice metered. Unpriced requests are in no cost; estimated ones had no usage reported. */
export const meteredFigures = z.object({
  requests: count,
  inputTokens: count,
  outputTokens: count,
  costNanoUsd: signedNanoUsd,
  unpricedCount: count,
  estimatedCount: count,
});
export type MeteredFigures = z.infer<typeof meteredFigures>;

export const invoiceLine = z.object({
  /** A UTC date, YYYY-MM-DD. */
  day: z.string(),
  /** Null where the file tells of all models together, empty for what it bills beside models, such as searches. */
  model: z.string().nullable(),
  vendor: vendorFigures.nullable(),
  metered: meteredFigures.nullable(),
});
export type InvoiceLine = z.infer<typeof invoiceLine>;

export const invoiceCheckSummary = z.object({
  id: z.string(),
  provider: z.string(),
  format: invoiceFormat,
  fileName: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  vendor: vendorFigures,
  metered: meteredFigures,
  createdByName: z.string(),
  createdAt: z.date(),
});
export type InvoiceCheckSummary = z.infer<typeof invoiceCheckSummary>;
export const invoiceCheckView = invoiceCheckSummary.extend({ lines: z.array(invoiceLine) });
export type InvoiceCheckView = z.infer<typeof invoiceCheckView>;
export const invoiceCheckInput = z.strictObject({ id: z.uuid() });

/** By how much of the vendor's figure ours differs; null where there is nothing to divide by. */
export function driftOf(
  vendor: bigint | number | string | null,
  metered: bigint | number | string | null,
): number | null {
  if (vendor === null || metered === null) return null;
  const [theirs, ours] = [BigInt(vendor), BigInt(metered)];
  if (theirs === 0n) return ours === 0n ? 0 : null;
  return Number(((ours - theirs) * 1_000_000n) / theirs) / 1_000_000;
}
