import type { TenantModelView } from "@/lib/contracts/tenant-model";
import { MAIN_UNITS, MORE_UNITS } from "./unit-price";

/** As the server takes a price: up to nine digits, then up to six after the point. */
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

/** The form's text by unit: the known prices of the type's units, blank where there is none, and whatever else is priced. */
export function toPriceTexts(model: Pick<TenantModelView, "type" | "pricesPerMillion">): Record<string, string> {
  const blank = [...MAIN_UNITS[model.type], ...MORE_UNITS[model.type]].map((unit) => [unit, ""]);
  return { ...Object.fromEntries(blank), ...(model.pricesPerMillion ?? {}) };
}

export type PriceResult =
  | { prices: Record<string, string> }
  /** Units whose text is no price; none of them when every field is blank. */
  | { faults: string[] };

/** The filled-in prices. Blank units are left out: they have no price, which is not the same as free. */
export function readPriceTexts(texts: Record<string, string>): PriceResult {
  const filled = Object.entries(texts)
    .map(([unit, text]): [string, string] => [unit, text.trim()])
    .filter(([, text]) => text !== "");
  const faults = filled.filter(([, text]) => !DECIMAL.test(text)).map(([unit]) => unit);
  if (faults.length > 0 || filled.length === 0) return { faults };
  return { prices: Object.fromEntries(filled) };
}
