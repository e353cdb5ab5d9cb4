import type { ComboboxGroup, ComboboxOption } from "@/components/ui/combobox";
import type { ModelSettingView } from "@/lib/contracts/tenant-model";

type Option = ModelSettingView["options"][number];

/** One text for a model of a provider config, as the selector's value. */
export function optionValue(option: { providerConfigId: string; model: string }): string {
  return `${option.providerConfigId}/${option.model}`;
}

export interface OptionTexts {
  describe: (option: Option) => string;
  icon: (option: { provider: string }) => ComboboxOption["icon"];
  /** Why the present choice can't be called. */
  whyNotCallable: (current: NonNullable<ModelSettingView["current"]>) => string;
}

/** The callable models by provider config. A choice that no longer works stays in sight, refused with its reason. */
export function defaultOptionGroups(setting: ModelSettingView, texts: OptionTexts): ComboboxGroup[] {
  const groups = new Map<string, ComboboxOption[]>();
  const add = (group: string, option: ComboboxOption) => groups.set(group, [...(groups.get(group) ?? []), option]);
  const { current } = setting;
  if (current && !setting.options.some((option) => optionValue(option) === optionValue(current))) {
    add(current.providerConfigName, {
      value: optionValue(current),
      label: current.displayName,
      icon: texts.icon(current),
      disabledReason: texts.whyNotCallable(current),
    });
  }
  for (const option of setting.options) {
    add(option.providerConfigName, {
      value: optionValue(option),
      label: option.displayName,
      description: texts.describe(option),
      icon: texts.icon(option),
      keywords: [option.model, option.provider],
    });
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}
