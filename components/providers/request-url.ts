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
/** Servers whose one API is known: it is added to an address that names a host only. */
const PATH_ADDED_FOR = new Set(["vllm", "ollama", "lmstudio", "llama-cpp", "tei", "xinference"]);
/** Adapters that bring the whole path: what they take off the end of an address, and what they put there. */
const WHOLE_PATHS: Record<string, { without: RegExp; path: string }> = {
  "azure-openai": { without: /\/openai(\/.*)?$|\/v1$|\/api\/projects\/[^/]+$/, path: "/openai/v1/chat/completions" },
  cohere: { without: /(\/compatibility)?\/v[12]$/, path: "/v2/chat" },
};

/** An address a first request would go to, for showing beside the form; null while `baseUrl` is not an address. */
export function previewRequestUrl(
  provider: Pick<ProviderView, "id" | "modelTypes" | "defaultBaseUrl">,
  baseUrl: string,
): string | null {
  const base = (baseUrl.trim() || provider.defaultBaseUrl || "").replace(/\/+$/, "");
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) return null;
  const whole = WHOLE_PATHS[provider.id];
  if (whole) return base.replace(whole.without, "") + whole.path;
  const [type = "llm"] = provider.modelTypes;
  const path = OWN_PATHS[provider.id] ?? PATHS[type];
  const isVersionAdded =
    (VERSION_ADDED_FOR.has(provider.id) && !/\/v\d+$/.test(base)) ||
    (PATH_ADDED_FOR.has(provider.id) && new URL(base).pathname === "/");
  const version = isVersionAdded ? "/v1" : "";
  return base + version + path;
}

export type AddressWarning = "doubled_version" | "endpoint_included" | "no_version";

/** What looks wrong about a base URL without being forbidden. */
export function warnAboutAddress(provider: Pick<ProviderView, "id">, baseUrl: string): AddressWarning | null {
  const typed = baseUrl.trim();
  if (!URL.canParse(typed) || WHOLE_PATHS[provider.id]) return null;
  const path = new URL(typed).pathname.replace(/\/+$/, "");
  if (/\/(v\d+)\/+\1(\/|$)/.test(path)) return "doubled_version";
  if (/\/(chat\/completions|completions|embeddings|rerank|messages|models|responses|audio\/\w+)$/.test(path))
    return "endpoint_included";
  const isCompleted = VERSION_ADDED_FOR.has(provider.id) || (PATH_ADDED_FOR.has(provider.id) && path === "");
  if (!isCompleted && !/\/v\d+\w*(\/|$)/.test(path)) return "no_version";
  return null;
}
