import type { ApiKeyEntry } from "@/server/gateway/config/config-store";
import type { Candidate } from "./candidate";

export interface KeyAllowance {
  /** Whether the key may call what a client names so, as a whole. */
  allowsName(name: string): boolean;
  /** Whether the key may call the model, by its id or with its provider or provider config before it. */
  allows(candidate: Candidate): boolean;
}

const EVERYTHING: KeyAllowance = { allowsName: () => true, allows: () => true };

/** What a key may call; no key, and one without a list, everything. */
export function keyAllowance(apiKey: ApiKeyEntry | undefined): KeyAllowance {
  if (!apiKey?.allowedModels?.length) return EVERYTHING;
  const allowed = new Set(apiKey.allowedModels);
  return {
    allowsName: (name) => allowed.has(name),
    allows: ({ config, model: { provider, modelId } }) =>
      allowed.has(modelId) || allowed.has(`${provider}/${modelId}`) || allowed.has(`${config.name}/${modelId}`),
  };
}
