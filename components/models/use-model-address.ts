"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { MODEL_STATES } from "./filter-models";

/** The page's address: the filters, and the provider config whose last sync is open (`changes`). */
export function useModelAddress() {
  return useQueryStates(
    {
      search: parseAsString.withDefault(""),
      type: parseAsStringLiteral(MODEL_TYPES),
      provider: parseAsString,
      state: parseAsStringLiteral(MODEL_STATES),
      changes: parseAsString.withOptions({ history: "push" }),
    },
    { urlKeys: { search: "q" } },
  );
}
