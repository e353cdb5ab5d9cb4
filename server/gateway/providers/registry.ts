import { MODEL_TYPES } from "@/lib/contracts/model-type";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { anthropic } from "./anthropic";
import { jina } from "./jina";
import { openai } from "./openai";
import { openaiCompatible } from "./openai-compatible";
import { openrouter } from "./openrouter";
import { sandbox } from "./sandbox";
import { siliconflow } from "./siliconflow";

/** Every provider Sluice speaks to, in the order people see them. */
export const PROVIDERS: readonly ProviderDefinition[] = [
  openai,
  anthropic,
  openrouter,
  jina,
  siliconflow,
  openaiCompatible,
  sandbox,
];

export function findProvider(id: string): ProviderDefinition | undefined {
  return PROVIDERS.find((provider) => provider.id === id);
}

/** What the console and the API show of a provider: everything but its functions. */
export function toProviderView(definition: ProviderDefinition): ProviderView {
  return {
    id: definition.id,
    label: definition.label,
    description: definition.description,
    website: definition.website,
    keyUrl: definition.keyUrl ?? null,
    defaultBaseUrl: definition.defaultBaseUrl ?? null,
    isSelfHosted: definition.isSelfHosted ?? false,
    isLocal: definition.isLocal ?? false,
    fields: [...definition.fields],
    modelTypes: MODEL_TYPES.filter((type) => definition[type] !== undefined),
  };
}
