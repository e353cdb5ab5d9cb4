import type { CallSettings } from "@/lib/contracts/call-settings";
import type { ModelEntry } from "./config-store";

/** Anthropic takes temperatures up to 1 (platform.claude.com/docs/en/api/messages), also where its models run at Amazon or Google; others up to 2. */
const CLAUDE_HOSTS = new Set(["bedrock", "vertex"]);

export function maxTemperature({ provider, modelId }: Pick<ModelEntry, "provider" | "modelId">): number {
  return provider === "anthropic" || (CLAUDE_HOSTS.has(provider) && modelId.includes("claude")) ? 1 : 2;
}

type Ranged = Pick<ModelEntry, "provider" | "modelId" | "maxOutputTokens">;

/** Why a model can't take these settings, by setting name; empty where it can. */
export function outOfRange(settings: CallSettings, model: Ranged): Partial<Record<keyof CallSettings, string>> {
  const faults: Partial<Record<keyof CallSettings, string>> = {};
  const { temperature, max_tokens } = settings;
  const highest = maxTemperature(model);
  if (temperature !== undefined && temperature > highest)
    faults.temperature = `${model.modelId} takes a temperature of at most ${highest}, and not ${temperature}.`;
  if (max_tokens !== undefined && model.maxOutputTokens !== null && max_tokens > model.maxOutputTokens)
    faults.max_tokens = `${model.modelId} gives at most ${model.maxOutputTokens} tokens, and not ${max_tokens}.`;
  return faults;
}
