import type { ModelType } from "@/lib/contracts/model-type";
import type { ProviderView } from "@/lib/contracts/provider";

const PATHS: Record<ModelType, string> = {
  llm: "/chat/completions",
  text_embedding: "/embeddings",
  rerank: "/rerank",
  tts: "/audio/speech",
  speech_to_text: "/audio/transcriptions",
};

/** Its adapter adds the version where the address has none, as Anthropic's own clients take it without. */
const VERSION_ADDED_FOR = new Set(["anthropic"]);
const OWN_PATHS: Record<string, string> = { anthropic: "/messages" };

/** An address a first request would go to, for showing beside the form; null while `baseUrl` is not an address. */
export function previewRequestUrl(
  provider: Pick<ProviderView, "id" | "modelTypes" | "defaultBaseUrl">,
  baseUrl: string,
): string | null {
  const base = (baseUrl.trim() || provider.defaultBaseUrl || "").replace(/\/+$/, "");
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) return null;
  const [type = "llm"] = provider.modelTypes;
  const path = OWN_PATHS[provider.id] ?? PATHS[type];
  const version = VERSION_ADDED_FOR.has(provider.id) && !/\/v\d+$/.test(base) ? "/v1" : "";
  return base + version + path;
}

export type AddressWarning = "doubled_version" | "endpoint_included" | "no_version";

/** What looks wrong about a base URL without being forbidden. */
export function warnAboutAddress(provider: Pick<ProviderView, "id">, baseUrl: string): AddressWarning | null {
  const typed = baseUrl.trim();
  if (!URL.canParse(typed)) return null;
  const path = new URL(typed).pathname.replace(/\/+$/, "");
  if (/\/(v\d+)\/+\1(\/|$)/.test(path)) return "doubled_version";
  if (/\/(chat\/completions|completions|embeddings|rerank|messages|models|responses|audio\/\w+)$/.test(path))
    return "endpoint_included";
  if (!VERSION_ADDED_FOR.has(provider.id) && !/\/v\d+\w*(\/|$)/.test(path)) return "no_version";
  return null;
}
