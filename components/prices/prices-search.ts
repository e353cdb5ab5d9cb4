import { parseAsString, parseAsStringLiteral } from "nuqs";

export const PRICE_TABS = ["book", "unpriced", "repricing", "operator"] as const;
export type PriceTab = (typeof PRICE_TABS)[number];

/** The page's address: the tab, the search of the book, the model whose sheet is open, and the one chosen to be charged again. */
export const pricesSearch = {
  tab: parseAsStringLiteral(PRICE_TABS).withDefault("book"),
  q: parseAsString.withDefault(""),
  model: parseAsString.withOptions({ history: "push" }),
  reprice: parseAsString,
};
