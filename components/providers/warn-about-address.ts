export type AddressWarning = "doubled_version" | "endpoint_included" | "no_version";

export interface AddressParts {
  /** The base URL as it stands in the form. */
  typed: string;
  /** Where a request would go with it. */
  preview: string | null;
  /** The provider's own base URL: where that has no version, none is missing. */
  own: string | null;
}

const VERSION = /\/v\d+\w*(\/|$)/;
const ENDPOINT = /\/(chat\/completions|completions|embeddings|rerank|messages|models|responses|audio\/\w+)$/;

/** What looks wrong about a base URL without being forbidden. */
export function warnAboutAddress({ typed, preview, own }: AddressParts): AddressWarning | null {
  const address = typed.trim();
  if (preview === null || !URL.canParse(address)) return null;
  const base = new URL(address).pathname.replace(/\/+$/, "");
  const full = pathOf(preview);
  if (/\/(v\d+)\/+\1(\/|$)/.test(full)) return "doubled_version";
  if (ENDPOINT.test(base) && full.startsWith(base)) return "endpoint_included";
  const isVersioned = own === null || VERSION.test(pathOf(own));
  return isVersioned && !VERSION.test(full) ? "no_version" : null;
}

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : "";
}
