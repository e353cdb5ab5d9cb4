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

/** One for each step that a budget may take down; all of them in the catalog, so that a fresh installation has prices and windows for them. */
export const GLOBAL_SETTINGS: readonly GlobalSetting[] = [
  {
    provider: "anthropic",
    modelName: "claude-haiku-4-5",
    displayName: "Claude Haiku 4.5",
    modelCategory: "fast",
    isDefault: false,
    configuration: { temperature: 0.7, max_tokens: 4096 },
  },
  {
    provider: "anthropic",
    modelName: "claude-sonnet-4-6",
    displayName: "Claude Sonnet 4.6",
    modelCategory: "balanced",
    isDefault: true,
    configuration: { temperature: 0.7, max_tokens: 4096 },
  },
  {
    provider: "anthropic",
    modelName: "claude-opus-4-6",
    displayName: "Claude Opus 4.6",
    modelCategory: "powerful",
    isDefault: false,
    configuration: { temperature: 0.5, max_tokens: 8192 },
  },
];

const INFRASTRUCTURE_MODEL = { modelId: "gpt-4o-mini", providerId: "openai" };

/** The models that Sluice itself would use for a named job. */
export const SYSTEM_SETTINGS: Readonly<Record<string, Prisma.InputJsonValue>> = {
  infra_model_scenario_expansion: INFRASTRUCTURE_MODEL,
  infra_model_summarization: INFRASTRUCTURE_MODEL,
};
