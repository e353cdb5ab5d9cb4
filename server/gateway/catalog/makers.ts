import type { PriceDocument } from "@/lib/contracts/price";

/** Providers whose models stand in the catalog under their maker's name too. */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  gemini: ["google"],
  vertex: ["vertex", "google"],
};

/** Under which names the catalog keeps what a provider sells, the nearest first. */
export function makersOf(providerId: string): readonly string[] {
  return MAKERS[providerId] ?? [providerId];
}

/** A price for whatever a provider of the catalog sells. */
export interface CatalogProviderPrice {
  document: PriceDocument;
  source: string;
}
