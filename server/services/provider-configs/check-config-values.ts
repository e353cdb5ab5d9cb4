import { AppError } from "@/lib/contracts/errors";
import type { CredentialField } from "@/lib/contracts/provider";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { isDocument, parseObject } from "./secret-document";

/** A provider config's form values by field name, decrypted. Blank fields are left out. */
export type ConfigValues = Readonly<Record<string, string>>;

interface CheckOptions {
  definition: ProviderDefinition;
  given: ConfigValues;
  /** What is stored now: a blank secret keeps its value. Absent on creation, and when the stored row can't be read. */
  stored?: ConfigValues;
  /** Throws `egress_blocked` or `invalid_request` for an address that the operator's policy refuses. */
  checkUrl: (url: string) => void;
}

// HTTP header values: anything else would be refused on the way out, or smuggle in a header of its own.
const HEADER_SAFE = /^[\x21-\x7e]+$/;
const TEXT_SAFE = /^[\x20-\x7e]*$/;

/**
 * The values to store: trimmed, addresses parsed and allowed, kept secrets filled in. Throws one `invalid_request` whose
 * `fields` hold a sentence per wrong field (`config.<name>`). A changed address demands each secret again, so that nobody can send a
 * stored key to a server of their own.
 */
export function checkConfigValues({ definition, given, stored, checkUrl }: CheckOptions): ConfigValues {
  const faults: Record<string, string> = {};
  const values: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    if (!definition.fields.some((field) => field.name === name)) {
      faults[`config.${name}`] =
        `${definition.label.en} has no field "${name}". It takes: ${definition.fields.map((field) => field.name).join(", ") || "none"}.`;
    }
  }
  for (const field of definition.fields) {
    const value = given[field.name]?.trim() ?? "";
    const fault = value === "" ? undefined : faultOf(field, value);
    if (fault) faults[`config.${field.name}`] = fault;
    else if (value !== "") values[field.name] = normalize(field, value);
  }
  const changedUrl =
    stored &&
    definition.fields.find(
      (field) => field.kind === "url" && (values[field.name] ?? "") !== (stored[field.name] ?? ""),
    );
  for (const field of definition.fields) {
    const path = `config.${field.name}`;
    if (values[field.name] !== undefined || faults[path]) continue;
    const kept = field.kind === "secret" ? stored?.[field.name] : undefined;
    if (kept !== undefined && changedUrl) {
      faults[path] =
        `Enter ${field.label.en} again: it is not sent to a new ${changedUrl.label.en} unless you confirm it by typing it.`;
    } else if (kept !== undefined) values[field.name] = kept;
    else if (field.isRequired) faults[path] = `${field.label.en} is missing. Enter it.`;
  }
  const [first] = Object.keys(faults);
  if (first) throw new AppError("invalid_request", Object.values(faults).join(" "), { param: first, fields: faults });
  for (const field of definition.fields) {
    const url = field.kind === "url" ? values[field.name] : undefined;
    if (url !== undefined) checkUrl(url);
  }
  return values;
}

function faultOf(field: CredentialField, value: string): string | undefined {
  if (isDocument(field, value)) {
    return parseObject(value)
      ? undefined
      : `${field.label.en} begins like a JSON document and is not a whole one. Copy all of the file, from { to }.`;
  }
  if (field.kind === "secret" && !HEADER_SAFE.test(value)) {
    return `${field.label.en} holds a space, a line break or a character that is not ASCII. Copy it again, without anything around it.`;
  }
  if (field.kind === "text" && !TEXT_SAFE.test(value)) {
    return `${field.label.en} holds a line break or a character that is not ASCII. Remove it.`;
  }
  if (field.kind !== "url") return undefined;
  if (!URL.canParse(value)) return `${field.label.en} is not an address. Write it like https://api.example.com/v1.`;
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return `${field.label.en} must begin with https:// or http://.`;
  if (url.username || url.password)
    return `${field.label.en} must not hold a name or password. Put the key in its own field.`;
  if (url.search || url.hash) return `${field.label.en} must not have a part after "?" or "#". Leave only the path.`;
  return undefined;
}

function normalize(field: CredentialField, value: string): string {
  if (field.kind === "url") return new URL(value).href.replace(/\/+$/, "");
  return isDocument(field, value) ? JSON.stringify(parseObject(value)) : value;
}
