import { type CredentialField, MAX_FIELD_CHARACTERS, type ProviderView } from "@/lib/contracts/provider";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { type ConfigFormValues, fieldKey, LIMIT_KEYS } from "./config-form-values";

export type FormFault =
  | "required"
  | "secret_again"
  | "not_ascii_secret"
  | "not_document"
  | "not_ascii"
  | "not_url"
  | "not_http"
  | "has_user"
  | "has_query"
  | "too_long"
  | "not_whole"
  | "not_positive"
  | "too_big";

const MAX_NAME = 64;
const MAX_PRIORITY = 1000;
const MAX_LIMIT = 2_000_000_000;

/** What the server would refuse, by form key, so that nobody waits for a test to hear of it. The server checks all the same. */
export function findFormFaults(
  provider: ProviderView,
  config: ProviderConfigView | null,
  values: ConfigFormValues,
): Record<string, FormFault> {
  const faults: Record<string, FormFault> = {};
  const isMoved = hasChangedAddress(provider, config, values);
  for (const field of provider.fields) {
    const value = values[fieldKey(field)]?.trim() ?? "";
    const fault = value === "" ? faultOfBlank(field, config, isMoved) : faultOf(field, value);
    if (fault) faults[fieldKey(field)] = fault;
  }
  const name = values.name?.trim() ?? "";
  if (name === "") faults.name = "required";
  else if (name.length > MAX_NAME) faults.name = "too_long";
  const priority = values.priority?.trim() ?? "";
  if (!/^\d+$/.test(priority)) faults.priority = "not_whole";
  else if (Number(priority) > MAX_PRIORITY) faults.priority = "too_big";
  for (const key of LIMIT_KEYS) {
    const typed = values[key]?.trim() ?? "";
    if (typed === "") continue;
    if (!/^\d+$/.test(typed)) faults[key] = "not_whole";
    else if (Number(typed) < 1) faults[key] = "not_positive";
    else if (Number(typed) > MAX_LIMIT) faults[key] = "too_big";
  }
  return faults;
}

/** The last four of a stored secret that a blank field would keep; null where nothing readable is stored. */
export function keptSecret(config: ProviderConfigView | null, field: Pick<CredentialField, "name">): string | null {
  if (!config || config.status === "undecryptable") return null;
  return config.publicConfig.secrets[field.name]?.lastFour ?? null;
}

/** Whether an address now differs from the stored one: a stored secret is then not sent there unless it is typed again. */
export function hasChangedAddress(
  provider: ProviderView,
  config: ProviderConfigView | null,
  values: ConfigFormValues,
): boolean {
  if (!config) return false;
  return provider.fields.some(
    (field) =>
      field.kind === "url" &&
      plain(values[fieldKey(field)] ?? "") !== plain(config.publicConfig.values[field.name] ?? ""),
  );
}

function plain(address: string): string {
  const typed = address.trim();
  return (URL.canParse(typed) ? new URL(typed).href : typed).replace(/\/+$/, "");
}

function faultOfBlank(field: CredentialField, config: ProviderConfigView | null, isMoved: boolean): FormFault | null {
  const isKept = field.kind === "secret" && keptSecret(config, field) !== null;
  if (isKept) return isMoved ? "secret_again" : null;
  return field.isRequired ? "required" : null;
}

function faultOf(field: CredentialField, value: string): FormFault | null {
  if (value.length > MAX_FIELD_CHARACTERS) return "too_long";
  if (field.kind === "secret" && field.isMultiline && value.startsWith("{"))
    return isObject(value) ? null : "not_document";
  if (field.kind === "secret") return /^[\x21-\x7e]+$/.test(value) ? null : "not_ascii_secret";
  if (field.kind === "text") return /^[\x20-\x7e]*$/.test(value) ? null : "not_ascii";
  if (!URL.canParse(value)) return "not_url";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return /^\w+:\/\//.test(value) ? "not_http" : "not_url";
  if (url.username || url.password) return "has_user";
  return url.search || url.hash ? "has_query" : null;
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
