import type { Prisma } from "@/server/db/generated/client";

/** A model every organization may start from, before it has chosen its own. */
export interface GlobalSetting {
  provider: string;
  modelName: string;
  displayName: string;
  modelCategory: "fast" | "balanced" | "powerful" | "specialized";
  /** At most one. */
  isDefault: boolean;
  configuration: { temperature: number; max_tokens: number };
}

export const GLOBAL_SETTINGS: readonly GlobalSetting[] = [
  {
    provider: "anthropic",
    modelName: "claude-3-5-sonnet-20241022",
    displayName: "Claude 3.5 Sonnet",
    modelCategory: "balanced",
    isDefault: true,
    configuration: { temperature: 0.7, max_tokens: 4096 },
  },
  {
    provider: "anthropic",
    modelName: "claude-3-opus-20240229",
    displayName: "Claude 3 Opus",
    modelCategory: "powerful",
    isDefault: false,
    configuration: { temperature: 0.5, max_tokens: 8192 },
  },
  {
    provider: "mistral",
    modelName: "mistral-large-latest",
    displayName: "Mistral Large",
    modelCategory: "balanced",
    isDefault: false,
    configuration: { temperature: 0.7, max_tokens: 4096 },
  },
];

const INFRASTRUCTURE_MODEL = { modelId: "gpt-4o-mini", providerId: "openai" };

/** The models that Sluice itself would use for a named job. */
export const SYSTEM_SETTINGS: Readonly<Record<string, Prisma.InputJsonValue>> = {
  infra_model_scenario_expansion: INFRASTRUCTURE_MODEL,
  infra_model_summarization: INFRASTRUCTURE_MODEL,
};
