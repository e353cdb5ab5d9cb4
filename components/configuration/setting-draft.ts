import { type CallSettings, SETTING_NAMES, type SettingName } from "@/lib/contracts/call-settings";

/** Settings as a form holds them: texts, of which an empty one is "not set". */
export type SettingDraft = Partial<Record<SettingName, string>>;

export function toDraft(settings: CallSettings): SettingDraft {
  const draft: SettingDraft = {};
  for (const name of SETTING_NAMES) {
    const value = settings[name];
    if (value !== undefined) draft[name] = Array.isArray(value) ? value.join("\n") : String(value);
  }
  return draft;
}

/** What the schema then judges: a text that is no number stays a text, so that it is named as wrong instead of lost. */
export function fromDraft(draft: SettingDraft): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const name of SETTING_NAMES) {
    const text = draft[name]?.trim();
    if (!text) continue;
    settings[name] = readSetting(name, text);
  }
  return settings;
}

function readSetting(name: SettingName, text: string): unknown {
  switch (name) {
    case "stop":
      return text.split("\n").filter((line) => line !== "");
    case "cache":
      return text === "true";
    case "cost_cap_usd":
    case "reasoning_effort":
    case "routing_strategy":
      return text;
    default:
      return Number.isNaN(Number(text)) ? text : Number(text);
  }
}
