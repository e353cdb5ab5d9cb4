import { AppError } from "@/lib/contracts/errors";
import type { Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import { Secret } from "@/server/gateway/spec/secret";

/** The configuration form's values by field name, decrypted, as a provider's functions want them. Throws when a needed base URL is missing. */
export function toCredentials(definition: ProviderDefinition, values: Readonly<Record<string, string>>): Credentials {
  const { api_key: apiKey, base_url: baseUrl, ...others } = values;
  const secrets: Record<string, Secret> = {};
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) {
    if (definition.fields.find((field) => field.name === name)?.kind === "secret") secrets[name] = new Secret(value);
    else settings[name] = value;
  }
  const url = (baseUrl || definition.defaultBaseUrl || "").replace(/\/+$/, "");
  if (!url && !definition.isLocal) {
    throw new AppError("invalid_request", `${definition.label.en} needs a base URL: enter the address of the server.`, {
      param: "base_url",
    });
  }
  return { apiKey: apiKey ? new Secret(apiKey) : undefined, baseUrl: url, secrets, settings };
}
