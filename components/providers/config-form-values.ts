import type { CredentialField, ProviderView } from "@/lib/contracts/provider";
import type { CreateProviderConfigInput, ProviderConfigView } from "@/lib/contracts/provider-config";

/** Everything is text while it is typed. A provider's own fields stand under `fieldKey`. */
export type ConfigFormValues = Record<string, string>;

export const LIMIT_KEYS = ["requestsPerMinute", "tokensPerMinute", "maxParallelRequests"] as const;
export const DEFAULT_PRIORITY = 100;

export function fieldKey(field: Pick<CredentialField, "name">): string {
  return `config_${field.name}`;
}

/** What the form starts with: stored plain values, never a secret. */
export function toFormValues(
  provider: ProviderView,
  config: ProviderConfigView | null,
  name: string,
): ConfigFormValues {
  const values: ConfigFormValues = {
    name: config?.name ?? name,
    priority: String(config?.priority ?? DEFAULT_PRIORITY),
  };
  for (const key of LIMIT_KEYS) values[key] = config?.[key]?.toString() ?? "";
  for (const field of provider.fields) {
    values[fieldKey(field)] = field.kind === "secret" ? "" : (config?.publicConfig.values[field.name] ?? "");
  }
  return values;
}

/** The checked form as the server takes it: blank fields left out, blank limits as null. */
export function toConfigInput(
  provider: ProviderView,
  values: ConfigFormValues,
): Omit<CreateProviderConfigInput, "provider" | "skipVerification" | "isDefault"> {
  const config: Record<string, string> = {};
  for (const field of provider.fields) {
    const value = values[fieldKey(field)]?.trim() ?? "";
    if (value !== "") config[field.name] = value;
  }
  const limit = (key: string) => {
    const typed = values[key]?.trim() ?? "";
    return typed === "" ? null : Number(typed);
  };
  return {
    name: values.name?.trim() || undefined,
    config,
    priority: Number(values.priority?.trim() || DEFAULT_PRIORITY),
    requestsPerMinute: limit("requestsPerMinute"),
    tokensPerMinute: limit("tokensPerMinute"),
    maxParallelRequests: limit("maxParallelRequests"),
  };
}

/** The first free name of the kind `openai`, `openai-2`, `openai-3`. */
export function suggestName(providerId: string, taken: readonly string[]): string {
  if (!taken.includes(providerId)) return providerId;
  let counter = 2;
  while (taken.includes(`${providerId}-${counter}`)) counter++;
  return `${providerId}-${counter}`;
}
