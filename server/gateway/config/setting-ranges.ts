import { type CallSettings, settingName } from "@/lib/contracts/call-settings";
import type { ModelType } from "@/lib/contracts/model-type";
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

const CHAT_SETTINGS = ["temperature", "top_p", "max_tokens", "reasoning_effort", "stop", "seed"] as const;

/** Everything that keeps settings from being saved for a model: values outside its range, and those that its type has no use for. */
export function settingFaults(
  settings: CallSettings,
  model: Ranged & { type: ModelType },
): { name: keyof CallSettings; reason: string }[] {
  if (model.type !== "llm") {
    return CHAT_SETTINGS.filter((name) => settings[name] !== undefined).map((name) => ({
      name,
      reason: `${model.modelId} is of type ${model.type}, which has no ${name}.`,
    }));
  }
  return settingName.options.flatMap((name) => {
    const reason = outOfRange(settings, model)[name];
    return reason === undefined ? [] : [{ name, reason }];
  });
}
