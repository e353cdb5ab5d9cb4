import { parseDocument } from "yaml";
import { type ConfigurationDocument, configurationDocument } from "@/lib/contracts/configuration";
import { refusalOf } from "./change-configuration";

/** More would be an attempt to fill memory by a document that repeats itself. */
const MOST_ALIASES = 50;

/** A configuration out of YAML or JSON. Throws `invalid_configuration`, naming every place at once that is not as it should be. */
export function readDocument(text: string): ConfigurationDocument {
  const parsed = parseDocument(text, { uniqueKeys: true });
  if (parsed.errors.length > 0)
    throw refusalOf(
      parsed.errors.map(({ message }) => ({ path: "document", reason: message.split("\n")[0] ?? message })),
    );
  const result = configurationDocument.safeParse(plainOf(parsed) ?? {});
  if (result.success) return result.data;
  throw refusalOf(
    result.error.issues.map(({ path, message }) => ({ path: path.join(".") || "document", reason: `${message}.` })),
  );
}

function plainOf(parsed: ReturnType<typeof parseDocument>): unknown {
  try {
    return parsed.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw refusalOf([{ path: "document", reason: "It refers to itself too often. Write the values out." }]);
  }
}
