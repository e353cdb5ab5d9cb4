import { createHash } from "node:crypto";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import type { ConfigValues } from "./check-config-values";

/** The form as the audit log may keep it: plain fields as they are, secrets as fingerprints that tell two apart and reveal neither. */
export function fingerprintValues(
  definition: ProviderDefinition,
  values: ConfigValues,
  configId: string,
): Record<string, string> {
  return Object.fromEntries(
    definition.fields.flatMap((field) => {
      const value = values[field.name];
      if (value === undefined) return [];
      return [[field.name, field.kind === "secret" ? fingerprint(value, configId) : value]];
    }),
  );
}

function fingerprint(secret: string, configId: string): string {
  return `sha256:${createHash("sha256").update(`${configId}\n${secret}`).digest("hex").slice(0, 12)}`;
}
