import type { PublicConfig } from "@/lib/contracts/provider-config";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { Secret } from "@/server/gateway/spec/secret";
import type { ConfigValues } from "./check-config-values";
import { isDocument } from "./secret-document";

/** What may be shown of a config: plain fields, and of each secret the last four characters; nothing of a document. */
export function toPublicConfig(definition: ProviderDefinition, values: ConfigValues): PublicConfig {
  const shown: PublicConfig = { secrets: {}, values: {} };
  for (const field of definition.fields) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.kind === "secret") {
      shown.secrets[field.name] = { lastFour: isDocument(field, value) ? "" : new Secret(value).lastFour() };
    } else shown.values[field.name] = value;
  }
  return shown;
}
