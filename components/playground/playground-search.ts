import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { MODEL_TYPES } from "@/lib/contracts/model-type";

/** What the playground's address holds: which tab, and for that tab which model. */
export const playgroundSearch = {
  tab: parseAsStringLiteral(MODEL_TYPES).withDefault("llm"),
  model: parseAsString.withDefault("auto"),
};
