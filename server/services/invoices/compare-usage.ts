import type { InvoiceLine, MeteredFigures, VendorFigures } from "@/lib/contracts/invoice-check";
import { modelKey } from "./model-key";
import type { VendorLine } from "./read-vendor-csv";
import type { MeteredLine } from "./select-metered-days";

/**
 * The vendor's lines with what was metered beside them, by day and model; what only one side knows stands alone. Where the file tells of all
 * models of a day together, they are summed here too.
 */
export function compareUsage(vendor: readonly VendorLine[], metered: readonly MeteredLine[]): InvoiceLine[] {
  const named = new Set(vendor.filter(({ model }) => model !== null).map(({ day }) => day));
  const days = new Set(vendor.filter(({ day }) => !named.has(day)).map(({ day }) => day));
  const keyOf = (day: string, model: string | null) =>
    `${day} ${model === null || days.has(day) ? "" : modelKey(model)}`;
  const lines = new Map<string, InvoiceLine>();
  for (const { day, model, figures } of vendor) {
    const key = keyOf(day, model);
    const known = lines.get(key);
    lines.set(key, {
      day,
      model: days.has(day) ? null : (known?.model ?? model ?? ""),
      vendor: known?.vendor ? addVendor(known.vendor, figures) : figures,
      metered: null,
    });
  }
  for (const { day, model, figures } of metered) {
    const key = keyOf(day, model);
    const known = lines.get(key);
    lines.set(key, {
      day,
      model: known ? known.model : model,
      vendor: known?.vendor ?? null,
      metered: known?.metered ? addMetered(known.metered, figures) : figures,
    });
  }
  return [...lines.values()].toSorted(
    (a, b) => a.day.localeCompare(b.day) || (a.model ?? "").localeCompare(b.model ?? ""),
  );
}

/** The sums of both sides; of the vendor's, null what its file never says. */
export function sumLines(lines: readonly InvoiceLine[]): { vendor: VendorFigures; metered: MeteredFigures } {
  const nothing: VendorFigures = { requests: null, inputTokens: null, outputTokens: null, costNanoUsd: null };
  return {
    vendor: lines.reduce((sum, { vendor }) => (vendor ? addVendor(sum, vendor) : sum), nothing),
    metered: lines.reduce((sum, { metered }) => (metered ? addMetered(sum, metered) : sum), NOTHING_METERED),
  };
}

const NOTHING_METERED: MeteredFigures = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  costNanoUsd: "0",
  unpricedCount: 0,
  estimatedCount: 0,
};

function addVendor(a: VendorFigures, b: VendorFigures): VendorFigures {
  const plus = (one: number | null, other: number | null) => (one === null ? other : one + (other ?? 0));
  return {
    requests: plus(a.requests, b.requests),
    inputTokens: plus(a.inputTokens, b.inputTokens),
    outputTokens: plus(a.outputTokens, b.outputTokens),
    costNanoUsd: a.costNanoUsd === null ? b.costNanoUsd : String(BigInt(a.costNanoUsd) + BigInt(b.costNanoUsd ?? "0")),
  };
}

function addMetered(a: MeteredFigures, b: MeteredFigures): MeteredFigures {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costNanoUsd: String(BigInt(a.costNanoUsd) + BigInt(b.costNanoUsd)),
    unpricedCount: a.unpricedCount + b.unpricedCount,
    estimatedCount: a.estimatedCount + b.estimatedCount,
  };
}
