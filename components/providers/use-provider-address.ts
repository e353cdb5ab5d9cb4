"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { PROVIDER_GROUPS } from "@/lib/contracts/provider";

/** The page's address: filters, and what is open. `configure` names a provider to connect, `edit` and `changes` a provider config. */
export function useProviderAddress() {
  return useQueryStates(
    {
      search: parseAsString.withDefault(""),
      type: parseAsStringLiteral(MODEL_TYPES),
      group: parseAsStringLiteral(PROVIDER_GROUPS),
      configure: parseAsString,
      edit: parseAsString,
      changes: parseAsString.withOptions({ history: "push" }),
    },
    { urlKeys: { search: "q" } },
  );
}
